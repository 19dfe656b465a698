"""Hand over 1,000 contracts with six plan lines each to another person, beside Odoo's own write of the
responsible with its tracking and a mail for each contract."""

import statistics

from company import DATE, customers
from measure import arguments, environment, in_turn, open_odoo, row, timed, write

LINES = 6  # plan lines of a contract
MOST = 3.0  # seconds in which 1,000 contracts change hands


def load(registry, count):
    """Fill the database; return the ids of who hands over, of the new person, and of the contracts."""
    with environment(registry, keep=True, tracking_disable=True) as env:
        groups = [env.ref("commercial_contract.group_contract_all").id]
        users = env["res.users"].create(
            [
                {
                    "name": name,
                    "login": name.lower(),
                    "email": f"{name.lower()}@example.com",
                    "group_ids": [(4, group) for group in groups],
                }
                for name in ("Leader", "Before", "After")
            ]
        )
        partners = customers(env, 100)
        plan = [
            (0, 0, {"name": f"Part {n}", "amount": 100, "date_due": DATE}) for n in range(LINES)
        ]
        contracts = env["commercial.contract"].create(
            [
                {
                    "title": f"Contract {number}",
                    "partner_id": partners[number % len(partners)].id,
                    "user_id": users[1].id,
                    "line_ids": [(0, 0, {"name": "Goods", "price_unit": 100 * LINES})],
                    "settlement_ids": plan,
                }
                for number in range(count)
            ]
        )
        contracts.action_sign()
        return *users.ids, contracts.ids


class Sides:
    """One pass of each side as the leader, all that waits until the commit included; rolled back."""

    def __init__(self, registry, leader, before, after, contracts):
        self.registry, self.leader, self.contracts = registry, leader, contracts
        self.before, self.after = before, after

    def take(self, change):
        with environment(self.registry) as env:
            env = env(user=self.leader, su=False)
            contracts = env["commercial.contract"].browse(self.contracts)
            assert contracts.user_id.id == self.before
            user = env["res.users"].browse(self.after)

            def work():
                change(contracts, user)
                env.flush_all()
                env.cr.precommit.run()  # where Odoo writes what was tracked

            taken, _result = timed(env, work)
            assert contracts.user_id == user
            return taken

    def plain(self):
        return self.take(lambda contracts, user: contracts.write({"user_id": user.id}))

    def together(self):
        return self.take(lambda contracts, user: contracts._hand_over(user, "Leaves"))


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    count = 50 if options.quick else 1000
    sides = Sides(registry, *load(registry, count))
    done = in_turn({"plain": sides.plain, "together": sides.together}, passes=3)
    seconds = statistics.median(run.seconds for run in done["plain"])
    result = row(
        f"{count:,} contracts with {LINES * count:,} plan lines handed over",
        "a plain write of the responsible, with its tracking and a message for each",
        done["together"],
        done["plain"],
        MOST / seconds,  # the target is a time: what it comes to beside this reference
        unit=(count, "contract"),
    )
    result.update(seconds_target=MOST, met=result["ours"] <= MOST)
    write(options, [result])


if __name__ == "__main__":
    main()
