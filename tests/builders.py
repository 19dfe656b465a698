from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command

PLAN = (("A", 3000, "2026-01-31"), ("B", 5000, "2026-02-28"), ("C", 2000, "2026-03-31"))
DAY = "2026-01-10"
PARTNER_ACCOUNTS = ("asset_receivable", "liability_payable")


class Builders:
    """Records of the books in one line each, through Odoo's own public methods.

    Parts of a document are ``plan line`` (its whole amount), ``(plan line, amount)``,
    ``(contract, amount)`` or ``(None, amount)`` for a line of no contract.

    With ``direction = "purchase"`` the same story is told of a purchase contract: bills, money that
    goes out, entries with their sides changed. Amounts stay above zero where the money settles.
    """

    direction = "sale"

    @classmethod
    def is_purchase(cls, contract=None):
        return (contract.direction if contract else cls.direction) == "purchase"

    @classmethod
    def contract(cls, total=None, plan=PLAN, *, goods=None, tax=None, signed=True, **values):
        """Return a contract of ``total`` (default: the sum of the plan), put in force on 5 Jan.

        :param plan: (name, amount, due date or None) for each plan line
        :param goods: (product, quantity, unit price) for each goods line; default: one of ``total``
        :param tax: taxes of all goods lines; none by default
        :param values: fields of the contract, ``direction`` and ``currency_id`` among them
        """
        total = sum(row[1] for row in plan) if total is None else total
        purchase = values.setdefault("direction", cls.direction) == "purchase"
        contract = cls.env["commercial.contract"].create(
            {
                "title": "K",
                "partner_id": (cls.vendor if purchase else cls.customer).id,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "user_id": cls.seller.id,
                "date_signed": "2026-01-05",
                "line_ids": [
                    Command.create(
                        {
                            "name": product.name or "Goods",
                            "product_id": product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.set(tax.ids if tax else [])],
                        }
                    )
                    for product, quantity, price in goods
                    or [(cls.env["product.product"], 1, total)]
                ],
                **values,
            }
        )
        cls.plan(contract, *plan)
        if signed:
            contract.action_sign()
        return contract

    @classmethod
    def plan(cls, contract, *rows):
        """Add plan lines (name, amount, due date or None), also to a signed contract."""
        return (
            contract._unlocked()
            .env["commercial.contract.settlement"]
            .create(
                [
                    {
                        "contract_id": contract.id,
                        "name": name,
                        "amount": amount,
                        "date_due": date,
                        "sequence": 10 * number,
                    }
                    for number, (name, amount, date) in enumerate(
                        rows, len(contract.settlement_ids) + 1
                    )
                ]
            )
            .with_env(contract.env)
        )

    def lines(self, contract):
        """Return the plan lines in the order of their names: ``a, b, c = self.lines(k)``."""
        return contract.settlement_ids.sorted("name")

    def edit(self, lines, **values):
        """Write on plan lines, of a signed contract as well, as an amendment does."""
        opened = lines.contract_id._unlocked().env
        lines.with_env(opened).write(values)

    def invoice(
        self,
        *parts,
        kind=None,
        date=DAY,
        partner=None,
        currency=None,
        tax=None,
        post=True,
        **values,
    ):
        """Return an invoice (a bill for a purchase contract) with a product line for each part."""
        rows = [self._part(part) for part in parts]
        contract = next((row[0] for row in rows if row[0]), self.env["commercial.contract"])
        purchase = self.is_purchase(contract)
        side = "in" if purchase else "out"
        default = self.vendor if purchase else self.customer
        move = self.env["account.move"].create(
            {
                "move_type": kind or f"{side}_invoice",
                "partner_id": (partner or contract.invoice_partner_id or default).id,
                "currency_id": (currency or contract.currency_id or self.company.currency_id).id,
                "company_id": self.company.id,
                "invoice_date": date,
                "date": date,
                "invoice_date_due": False if "invoice_payment_term_id" in values else date,
                "ref": f"{side}-{self.env['account.move'].search_count([])}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": line.name or owner.title or "Other",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.set(tax.ids if tax else [])],
                            "commercial_contract_id": owner.id,
                            "commercial_settlement_id": line.id,
                        }
                    )
                    for owner, line, amount in rows
                ],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def _part(self, part):
        target, amount = part if isinstance(part, tuple) else (part, part.amount)
        nothing = self.env["commercial.contract"], self.env["commercial.contract.settlement"]
        if not target:
            return *nothing, amount
        if target._name == "commercial.contract":
            return target, nothing[1], amount
        return target.contract_id, target, amount

    def refund(self, *parts, **values):
        """Return a credit note made by hand, with the same parts as ``invoice``."""
        contract = next((self._part(part)[0] for part in parts if self._part(part)[0]), None)
        side = "in" if self.is_purchase(contract) else "out"
        return self.invoice(*parts, kind=f"{side}_refund", **values)

    def reverse(self, move, date="2026-02-03", cancel=False, post=True):
        """Return the reversal of a document or entry; ``cancel``: Odoo matches the two at once."""
        reversal = move._reverse_moves([{"date": date, "invoice_date": date}], cancel=cancel)
        if post and reversal.state == "draft":
            reversal.action_post()
        return reversal

    def pay(self, documents, amount=None, date="2026-01-20", journal=None, **values):
        """Return the payments that Odoo's register-payment wizard makes for ``documents``."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=documents.ids
        )
        vals = {
            "payment_date": date,
            "journal_id": (journal or self.bank).id,
            "group_payment": True,
            **values,
        }
        if amount is not None:
            vals["amount"] = amount
        return wizard.create(vals)._create_payments()

    def payment(
        self,
        amount,
        date="2026-01-20",
        contract=None,
        named=None,
        *,
        back=False,
        post=True,
        **values,
    ):
        """Return a payment outside the wizard: untagged, tagged, or naming a plan line as well.

        :param back: money goes the other way round (paid back)
        """
        purchase = self.is_purchase(contract)
        default = self.vendor if purchase else self.customer
        outbound = purchase != back
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound" if outbound else "inbound",
                "partner_type": "supplier" if purchase else "customer",
                "partner_id": (contract.partner_id if contract else default).id,
                "amount": amount,
                "currency_id": (contract.currency_id if contract else self.company.currency_id).id,
                "date": date,
                "journal_id": self.bank.id,
                "commercial_contract_id": contract.id if contract else False,
                "commercial_settlement_id": named.id if named else False,
                **values,
            }
        )
        if post:
            payment.action_post()
        return payment

    def advance(self, contract, amount, date="2026-01-20", named=None, **values):
        return self.payment(amount, date, contract, named, **values)

    def pay_back(self, contract, amount, date="2026-02-10", named=None, **values):
        return self.payment(amount, date, contract, named, back=True, **values)

    @contextmanager
    def without_entries(self):
        """Payments made inside get no journal entry: what Odoo does under Enterprise accounting."""
        accounts = (
            self.bank.inbound_payment_method_line_ids | self.bank.outbound_payment_method_line_ids
        )
        accounts.payment_account_id = False
        move = self.env.registry["account.move"]
        with patch.object(move, "_get_invoice_in_payment_state", lambda _self: "in_payment"):
            yield

    def announce(self, target, amount, date="2026-01-20", named=None):
        """Return a payment without journal entry, on a document or tagged with a contract (R13)."""
        with self.without_entries():
            if target._name == "account.move":
                payment = self.pay(target, amount, date)
            else:
                payment = self.payment(amount, date, target, named)
        self.assertFalse(payment.move_id)
        return payment

    def bank_line(
        self,
        amount,
        date="2026-01-20",
        *,
        match=None,
        contract=None,
        named=None,
        partner=None,
        **values,
    ):
        """Return a bank statement line; with ``match`` (documents or entries), ``contract`` or
        ``partner`` its money stands on the partner's account, tagged and matched as asked."""
        side = match[:1] if match else None
        partner = partner or (
            side.partner_id if side else contract.partner_id if contract else None
        )
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": date,
                "amount": -amount if self.is_purchase() else amount,
                "payment_ref": f"bank {amount}",
                "partner_id": partner.id if partner else False,
                **values,
            }
        )
        if partner:
            self.place(line, self._partner_items(match), contract, named)
        return line

    def place(self, line, items=None, contract=None, named=None):
        """Put a bank line's open money on the account of ``items`` and match it with them."""
        _liquidity, suspense, _other = line._seek_for_lines()
        purchase = self.is_purchase(contract)
        account = items[:1].account_id if items else self.payable if purchase else self.receivable
        suspense.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "account_id": account.id,
                "partner_id": line.partner_id.id,
                "commercial_contract_id": contract.id if contract else False,
                "commercial_settlement_id": named.id if named else False,
            }
        )
        if items:
            (suspense | items).reconcile()
        return suspense

    def entry(self, *rows, date="2026-01-20", journal=None, post=True):
        """Return a journal entry of (account, debit or minus credit, partner or None) rows."""
        if self.is_purchase():
            turn = {self.receivable: self.payable, self.customer: self.vendor}
            rows = [(turn.get(a, a), -amount, turn.get(p, p)) for a, amount, p in rows]
        journal = journal or self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "general")], limit=1
        )
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": date,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "name": "entry",
                            "debit": max(amount, 0),
                            "credit": max(-amount, 0),
                            "partner_id": partner.id if partner else False,
                        }
                    )
                    for account, amount, partner in rows
                ],
            }
        )
        if post:
            move.action_post()
        return move

    def _partner_items(self, records):
        """Return the receivable and payable items of documents, entries, payments or bank lines."""
        if not records:
            return self.env["account.move.line"]
        if records._name == "account.move.line":
            return records
        moves = records if records._name == "account.move" else records.move_id
        return moves.line_ids.filtered(
            lambda item: item.account_id.account_type in PARTNER_ACCOUNTS
        )

    def partials(self, records):
        """Return the partials of the partner items of documents or entries."""
        items = self._partner_items(records)
        return items.matched_credit_ids | items.matched_debit_ids

    def match(self, *records):
        """Reconcile the open partner items of ``records`` with each other."""
        items = self.env["account.move.line"].union(*map(self._partner_items, records))
        items.filtered(lambda item: not item.reconciled).reconcile()

    def unmatch(self, *records):
        """Take the partner items of ``records`` apart from all that they are reconciled with."""
        self.env["account.move.line"].union(
            *map(self._partner_items, records)
        ).remove_move_reconcile()

    def un(self, contract):
        return contract.amount_unallocated

    def figures(self, contract):
        """Return {plan line: (invoiced, settled, adjusted)} of one contract."""
        contract.env.flush_all()
        return {
            line.name: (line.amount_invoiced, line.amount_settled, line.amount_adjusted)
            for line in self.lines(contract)
        }

    def assertFigures(self, contract, text=""):
        """Compare with figures in the notation of the money rules: ``A 3000/1200/0, un 400``. What
        is not named is zero."""
        wanted = {}
        for part in filter(None, text.split(", ")):
            name, _space, values = part.rpartition(" ")
            wanted[name] = tuple(float(value) for value in values.split("/"))
        un = wanted.pop("un", (0.0,))[0]
        found = self.figures(contract)
        self.assertLessEqual(set(wanted), set(found))
        rounded = {
            name: tuple(round(value, 3) for value in values) for name, values in found.items()
        }
        expected = {name: wanted.get(name, (0.0, 0.0, 0.0)) for name in found}
        self.assertEqual((rounded, round(self.un(contract), 3)), (expected, un))

    def rows(self, contract):
        """Return (plan line, date, amount, kind) of each allocation, sorted."""
        contract.env.flush_all()
        return sorted(
            (row.settlement_id.name, str(row.date), round(row.amount, 3), row.kind)
            for row in contract.allocation_ids
        )
