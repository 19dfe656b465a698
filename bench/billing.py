"""Bill 1,000 plan lines to draft invoices of two lines each, beside one plain batched create of the
same invoices, and beside OCA contract's own cron over 1,000 contracts."""

import datetime

from company import DATE, customers, product
from copies import analyze
from measure import arguments, environment, in_turn, open_odoo, row, timed, write

PLAN = (
    ("Advance", "2026-10-01", 0.3),
    ("Delivery", "2027-01-01", 0.6),
    ("Final", "2027-04-01", 0.1),
)


def make_contracts(env, count):
    """Return so many signed contracts, each with two goods lines and 30/60/10 to pay."""
    service = product(env)
    goods = [
        {"product_id": service.id, "name": f"Service {n}", "quantity": n, "price_unit": 100.0}
        for n in (1, 2)
    ]
    contracts = env["commercial.contract"].create(
        [
            {
                "title": f"Contract of {customer.name}",
                "partner_id": customer.id,
                "line_ids": [(0, 0, values) for values in goods],
            }
            for customer in customers(env, count)
        ]
    )
    contracts.write(
        {
            "settlement_ids": [
                (
                    0,
                    0,
                    {"name": name, "date_due": date, "amount": share * contracts[0].amount_total},
                )
                for name, date, share in PLAN
            ]
        }
    )
    contracts.action_sign()
    return contracts


def plain_values(lines):
    """Return the values of the same invoices, without the addon's fields."""
    values = lines._prepare_invoices(DATE)
    for invoice in values:
        for command in invoice["invoice_line_ids"]:
            for name in [name for name in command[2] if name.startswith("commercial_")]:
                del command[2][name]
    return values


def make_peer_contracts(env, count):
    """Make so many contracts of OCA contract, each with two lines that are due."""
    service = product(env)
    env["contract.contract"].create(
        [
            {
                "name": f"Contract of {customer.name}",
                "partner_id": customer.id,
                "line_recurrence": True,
                "contract_type": "sale",
                "contract_line_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": service.id,
                            "name": f"Service {number}",
                            "quantity": number,
                            "uom_id": service.uom_id.id,
                            "price_unit": 100.0,
                            "recurring_rule_type": "monthly",
                            "recurring_interval": 1,
                            "recurring_invoicing_type": "pre-paid",
                            "date_start": DATE,
                            "recurring_next_date": DATE,
                        },
                    )
                    for number in (1, 2)
                ],
            }
            for customer in customers(env, count)
        ]
    )


class Sides:
    """One pass of each way."""

    def __init__(self, own, peer, count):
        self.own, self.peer, self.count = own, peer, count
        with environment(own, keep=True) as env:
            lines = make_contracts(env, count).settlement_ids
            self.due = lines.filtered(lambda line: str(line.date_due) == DATE).ids
            analyze(env)
        with environment(peer, keep=True) as env:
            make_peer_contracts(env, count)
            analyze(env)

    def lines(self, env, count=None):
        return env["commercial.contract.settlement"].browse(self.due[:count])

    def ours(self):
        with environment(self.own) as env:
            self.lines(env, 2)._bill(DATE)  # what lives longer than a transaction is read
            env.cr.rollback()
            lines = self.lines(env)
            done, moves = timed(env, lambda: lines._bill(DATE))
            self.check(moves)
        return done

    def plain(self):
        with environment(self.own) as env:
            values = plain_values(self.lines(env))
            moves = env["account.move"]
            moves.create(values[:2])
            env.cr.rollback()
            done, moves = timed(env, lambda: moves.create(values))
            self.check(moves)
        return done

    def cron(self):
        with environment(self.peer) as env:
            contracts = env["contract.contract"]
            today = datetime.date.fromisoformat(DATE)
            contracts.search([], limit=2)._recurring_create_invoice(today)
            env.cr.rollback()
            done, _result = timed(env, lambda: contracts.cron_recurring_create_invoice(today))
            self.check(env["account.move"].search([("state", "=", "draft")]))
        return done

    def check(self, moves):
        assert len(moves) == self.count, (len(moves), self.count)
        assert len(moves.invoice_line_ids) == 2 * self.count


def main():
    options = arguments(__doc__, "own", "peer")
    count = 20 if options.quick else 1000
    sides = Sides(*open_odoo(options.own, options.peer), count)
    done = in_turn({"ours": sides.ours, "plain create": sides.plain, "OCA contract": sides.cron})
    ours, plain, cron = done.values()
    fewer = ours[-1].queries <= plain[-1].queries
    unit = [count, "invoice"]
    what = f"{count:,} plan lines billed to draft invoices of 2 goods lines"
    write(
        options,
        [
            row(what, "one plain batched `account.move.create` of the same invoices",
                ours, plain, 1.0, unit=unit, queries_met=fewer),
            row(what, f"the cron of OCA `contract` 19.0 for {count:,} contracts",
                ours, cron, 0.67, unit=unit),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
