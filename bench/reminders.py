"""The daily job of reminders over 100,000 plan lines of which 3,000 are due, beside one bare batched create of
as many activities without a message each (`mail_activity_quick_update`)."""

from datetime import date, timedelta

from company import customers
from copies import Pattern, analyze
from measure import arguments, environment, in_turn, open_odoo, row, say, timed, write

MODELS = ("commercial.contract", "commercial.contract.line", "commercial.contract.settlement")
LINES = 10  # plan lines of a contract
CONTRACTS = 100  # of the pattern
DUE = 30  # contracts of a hundred that have one line whose reminder is due
PEOPLE = 20
# Rules on contracts have another count of what is due: the job is measured on plan lines.
ON_LINES = ("settlement", "overdue", "retention", "promise")


def load(registry, count):
    """Fill the database with so many plan lines; return the ids of the responsible people."""
    with environment(registry, keep=True, tracking_disable=True) as env:
        groups = env.ref("base.group_user") | env.ref("commercial_contract.group_contract_own")
        users = env["res.users"].create(
            [
                {"name": f"Seller {n}", "login": f"seller-{n}", "group_ids": [(6, 0, groups.ids)]}
                for n in range(PEOPLE)
            ]
        )
        rules = env["commercial.reminder.rule"].search([])
        rules.filtered(lambda rule: rule.what not in ON_LINES).active = False
        pattern = Pattern(env, MODELS)
        today = date.today()
        contracts = env["commercial.contract"].create(
            [
                {
                    "title": f"Contract {number}",
                    "partner_id": partner.id,
                    "user_id": users[number % PEOPLE].id,
                    "date_signed": today,
                    "line_ids": [(0, 0, {"name": "Goods", "price_unit": 100 * LINES})],
                    "settlement_ids": [
                        (0, 0, {"name": f"Part {n}", "amount": 100, "date_due": day})
                        for n, day in enumerate(_get_dates(today, number))
                    ],
                }
                for number, partner in enumerate(customers(env, CONTRACTS))
            ]
        )
        contracts.action_sign()
        times = count // (CONTRACTS * LINES) - 1
        pattern.multiply(times, {("commercial_contract", "name"): "r.name || '/' || n"})
        analyze(env)
        return users.ids


def _get_dates(today, number):
    """Return the due dates of one contract: the first within the reminder's days where it is due."""
    first = 3 if number < DUE else 100
    return [today + timedelta(days=first)] + [
        today + timedelta(days=100 + 30 * n) for n in range(1, LINES)
    ]


# What the job writes; it commits batch by batch, so each pass is taken away by hand.
WRITTEN = ("mail_activity", "commercial_reminder_log", "mail_followers")


class Sides:
    """One pass of each side, committed and taken away again; each asserts how many activities came of it."""

    def __init__(self, registry, users, due):
        self.registry, self.users, self.due = registry, users, due

    def take(self, work):
        with environment(self.registry) as env:
            env["res.users"].browse(self.users).mapped("name")
            before = {table: self._last(env, table) for table in WRITTEN}

            def run():
                work(env)
                env.cr.commit()

            taken, _result = timed(env, run)
            made = env["mail.activity"].search_count([("id", ">", before["mail_activity"])])
            assert made == self.due, (made, self.due)
            for table, last in before.items():
                env.cr.execute(f"DELETE FROM {table} WHERE id > %s", [last])
            env.cr.commit()
            return taken

    def _last(self, env, table):
        env.cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        return env.cr.fetchone()[0]

    def job(self):
        return self.take(lambda env: env["commercial.reminder.rule"]._cron_remind())

    def bare(self):
        return self.take(self._create)

    def _create(self, env):
        """Create as many activities on as many contracts, all at once."""
        kind = env.ref("commercial_contract.mail_activity_type_settlement_due")
        model = env["ir.model"]._get("commercial.contract")
        contracts = env["commercial.contract"].search([], limit=self.due, order="id")
        env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model.id,
                    "res_id": contract.id,
                    "activity_type_id": kind.id,
                    "summary": "Settlement due",
                    "date_deadline": date.today(),
                    "user_id": self.users[number % PEOPLE],
                }
                for number, contract in enumerate(contracts)
            ]
        )


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    count = 5000 if options.quick else 100000
    due = count // LINES * DUE // CONTRACTS
    sides = Sides(registry, load(registry, count), due)
    say(f"  {count:,} plan lines, {due:,} of them due")
    done = in_turn({"bare": sides.bare, "job": sides.job})
    result = row(
        f"the daily job of reminders over {count:,} plan lines, {due:,} of them due",
        "one bare batched create of as many activities, without a message each",
        done["job"],
        done["bare"],
        1.5,
        unit=(due, "reminder"),
    )
    write(options, [result])


if __name__ == "__main__":
    main()
