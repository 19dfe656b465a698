"""Rebuild the allocations of 10,000 contracts with 60,000 plan lines, beside reading the ledger rows
of the same contracts in raw SQL, batch by batch."""

import time

from company import DATE, customers, product
from copies import CHAIN, Pattern, analyze
from measure import arguments, environment, in_turn, open_odoo, row, say, timed, write

LINKS = ("account_move__account_payment", "commercial_contract_settlement_line_rel")
BATCH = 1000
FIGURES = ("amount_invoiced", "amount_settled", "amount_adjusted")
EMPTY = {
    "commercial_contract": (
        *FIGURES,
        "amount_unsettled",
        "amount_unallocated",
        "settlement_state",
        "ledger_version",
    ),
    "commercial_contract_settlement": (*FIGURES, "amount_residual", "date_settled", "state"),
}

# Rows of the ledger and of the plan of some contracts, one plain join for each kind of row.
RAW = (
    "SELECT id, company_id, currency_id, direction FROM commercial_contract WHERE id = ANY(%(ids)s)",
    """SELECT contract_id, id, amount, date_due, sequence, opening_settled, opening_date, is_cancelled
         FROM commercial_contract_settlement WHERE contract_id = ANY(%(ids)s)""",
    """SELECT m.id, m.move_type, m.currency_id, m.company_id, m.date, m.invoice_date, m.state, m.amount_total,
              m.amount_total_signed, m.reversed_entry_id, l.commercial_contract_id, l.commercial_settlement_id,
              l.price_total
         FROM account_move_line l JOIN account_move m ON m.id = l.move_id
        WHERE l.commercial_contract_id = ANY(%(ids)s) AND l.display_type = 'product'""",
    """SELECT i.move_id, i.id, i.balance, i.amount_currency, p.debit_move_id, p.credit_move_id, p.amount,
              p.debit_amount_currency, p.credit_amount_currency, p.max_date
         FROM account_move_line i JOIN account_account a ON a.id = i.account_id
         JOIN account_partial_reconcile p ON i.id IN (p.debit_move_id, p.credit_move_id)
        WHERE i.move_id IN (SELECT move_id FROM account_move_line WHERE commercial_contract_id = ANY(%(ids)s))
          AND a.account_type IN ('asset_receivable', 'liability_payable')""",
    """SELECT x.move_id, x.id, x.account_id, x.date, x.currency_id, x.company_id, x.balance, x.amount_currency,
              x.payment_id, x.partner_id
         FROM account_move_line x WHERE x.move_id IN (
            SELECT o.move_id FROM account_move_line i
              JOIN account_partial_reconcile p ON i.id IN (p.debit_move_id, p.credit_move_id)
              JOIN account_move_line o ON o.id = p.debit_move_id + p.credit_move_id - i.id
             WHERE i.move_id IN (SELECT move_id FROM account_move_line WHERE commercial_contract_id = ANY(%(ids)s))
             UNION SELECT move_id FROM account_payment WHERE commercial_contract_id = ANY(%(ids)s))""",
    """SELECT id, move_id, commercial_contract_id, commercial_settlement_id, partner_id, date, currency_id, amount,
              payment_type, state FROM account_payment WHERE commercial_contract_id = ANY(%(ids)s)""",
)


class Books:
    """Four contracts that differ, made by Odoo itself."""

    def __init__(self, env):
        self.env = env
        self.customer, self.service = customers(env, 1), product(env)
        self.bank = env["account.journal"].search([("type", "=", "bank")], limit=1)

    def make(self):
        """Make them: two documents and two payments each, as far as they have any."""
        contract = self.contract()
        self.pay(self.invoice(contract, 0))
        self.pay(self.invoice(contract, 1, 2), 700)

        contract = self.contract()
        self.pay(self.invoice(contract, 0) | self.invoice(contract, 1), 1500)
        self.pay(self.invoice(contract, 2))

        contract = self.contract()
        self.advance(contract, 1500)
        self.advance(contract, 250)
        self.invoice(contract, 0)

        contract = self.contract(direction="purchase")
        self.pay(self.invoice(contract, 0))
        self.pay(self.invoice(contract, 1, 2, 3), 1999.99)

    def contract(self, **values):
        contract = self.env["commercial.contract"].create(
            {
                "title": "Contract",
                "partner_id": self.customer.id,
                "line_ids": [
                    (0, 0, {"product_id": self.service.id, "price_unit": 3000, "tax_ids": [(5,)]})
                    for _number in range(2)
                ],
                "settlement_ids": [
                    (0, 0, {"name": f"Part {n}", "amount": 1000, "date_due": f"2026-{n + 4:02}-01"})
                    for n in range(6)
                ],
                **values,
            }
        )
        contract.action_sign()
        return contract

    def invoice(self, contract, *numbers):
        """Return the posted invoice over some of the plan lines, two product lines for each."""
        lines = contract.settlement_ids.sorted("name")
        values = {
            "name": "Service",
            "price_unit": 500,
            "tax_ids": [(5,)],
            "commercial_contract_id": contract.id,
        }
        side = "in" if contract.direction == "purchase" else "out"
        move = self.env["account.move"].create(
            {
                "move_type": f"{side}_invoice",
                "partner_id": self.customer.id,
                "invoice_date": DATE,
                "date": DATE,
                "ref": f"{contract.name} {numbers}",
                "invoice_line_ids": [
                    (0, 0, {**values, "commercial_settlement_id": lines[number].id})
                    for number in numbers
                    for _half in range(2)
                ],
            }
        )
        move.action_post()
        return move

    def pay(self, moves, amount=None):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        values = {"payment_date": DATE, "journal_id": self.bank.id, "group_payment": True}
        if amount:
            values["amount"] = amount
        wizard.create(values)._create_payments()

    def advance(self, contract, amount):
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": amount,
                "date": DATE,
                "journal_id": self.bank.id,
                "commercial_contract_id": contract.id,
            }
        ).action_post()


def load(registry, count):
    """Fill the database; return the ids of the contracts."""
    with environment(registry, keep=True) as env:
        pattern = Pattern(env, CHAIN, LINKS)
        Books(env).make()
        begin = time.perf_counter()
        pattern.multiply(
            count // 4 - 1,
            {
                ("commercial_contract", "name"): "r.name || '/' || n",
                ("account_move", "name"): "r.name || '/' || n",
                ("account_move_line", "move_name"): "r.move_name || '/' || n",
            },
        )
        analyze(env)
        say(f"  loaded {count} contracts in {time.perf_counter() - begin:.0f} s")
        env["commercial.contract"].search([]).follow_ledger()
        return env["commercial.contract"].search([], order="id").ids


class Sides:
    """One pass of each side over all contracts, and of the rebuild over one batch of them."""

    def __init__(self, registry, ids):
        self.registry, self.ids = registry, ids

    def rebuild(self, count=None, empty=False):
        with environment(self.registry) as env:
            contracts = env["commercial.contract"].browse(self.ids[:count])
            contracts[:4].follow_ledger()
            if empty:
                self._empty(env)
            return timed(env, contracts.follow_ledger)[0]

    def _empty(self, env):
        """Take away all that the engine stored."""
        env.cr.execute("DELETE FROM commercial_contract_allocation")
        for table, names in EMPTY.items():
            env.cr.execute(f"UPDATE {table} SET {', '.join(f'{name} = NULL' for name in names)}")

    def read(self):
        with environment(self.registry) as env:
            return timed(env, lambda: self._read(env.cr))[0]

    def _read(self, cr):
        for start in range(0, len(self.ids), BATCH):
            for select in RAW:
                cr.execute(select, {"ids": self.ids[start : start + BATCH]})
                cr.fetchall()


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    sides = Sides(registry, load(registry, 400 if options.quick else 10000))
    count = len(sides.ids)
    one = sides.rebuild(BATCH).queries
    done = in_turn({"reading": sides.read, "rebuild": sides.rebuild})
    once = in_turn(
        {"reading": sides.read, "from nothing": lambda: sides.rebuild(empty=True)}, passes=1
    )
    batches = -(-count // BATCH)
    per_batch = done["rebuild"][-1].queries / batches
    what = f"allocations of {count:,} contracts with {6 * count:,} plan lines rebuilt"
    reference = "reading the ledger rows of the same contracts in raw SQL"
    more = {"unit": [batches, "batch"]}
    write(
        options,
        [
            row(what, reference, done["rebuild"], done["reading"], 5.0,
                queries_met=abs(per_batch - one) <= 3, **more),
            row(f"{what}, none of them there before", reference,
                once["from nothing"], once["reading"], None, **more),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
