from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.money import from_units, spend, to_units
from ..contract.commercial_contract_rights import BILLING, FINANCE
from ..contract.parts import check_part
from .payment_close import ClosingFaults
from .payment_plan import PaymentPlan

PAYERS = (FINANCE, BILLING)
MOST = 1e15  # more money than any plan has open


class CommercialContractSettlement(models.Model):
    """Registering payments on plan lines: what is asked, checked and booked."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def action_register_payment(self):
        """Open the dialog that shows where a payment on these lines goes before it is booked."""
        self._check_payment_rights()
        contracts = self.env["commercial.contract"]
        contracts._raise_faults(self._get_payment_faults())
        purchase = self.contract_id[:1].direction == "purchase"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make Payment") if purchase else self.env._("Receive Payment"),
            "res_model": "commercial.contract.payment",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_ids": self._sort_for_payment().ids},
        }

    def _register_payment(
        self,
        amount=None,
        *,
        journal=None,
        date=None,
        payer=None,
        memo=None,
        split=None,
        close=None,
        currency=None,
        paid=None,
    ):
        """Book money on these lines by Odoo's own payments; return the payments.

        What a line has on open posted invoices is reconciled with these, oldest first; the rest is
        tagged with contract and line and settles as an advance. It becomes one payment where that
        gives the split exactly: all of it on invoices, also of several contracts, or an advance on
        the lines that come first. Otherwise it becomes one payment a line.

        :param amount: in the contract's currency; default: the sum of the split
        :param journal: bank or cash journal; default: the first one of the contract's company
        :param date: day of the payment; today by default
        :param payer: default: the one payer of the contracts
        :param split: {plan line: amount}; default: oldest due first, then what else the contracts
            have open. Only what is above their whole plans may be missing in it.
        :param close: (account, label): what the lines that get a part have open after it is written
            off there; it must be on posted invoices. Default: it stays open
        :raises AccessError: without the right to register payments
        :raises UserError: listing all faults of lines, split, date and accounts; nothing is booked
        """
        asked = self.union(*split or ())
        asked._check_payment_rights()
        # sudo: the right to register payments on lines that the user sees was checked; it does not
        # take further rights on the books
        lines = asked.sudo()
        lines.contract_id._raise_faults(lines._get_payment_faults())
        journal = (journal or lines._get_payment_journal()).sudo()  # sudo: as above
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        currency = currency or lines._get_payment_currency(journal)
        if amount is None and split is None and paid is not None:
            amount = lines._get_worth(paid, currency, date)
        if split is None:
            total = sum(lines.mapped("amount_residual")) if amount is None else amount
            split = lines._spread_payment(total)
        split = {line.sudo(): part for line, part in split.items() if part}  # sudo: as above
        lines = lines.union(*split)
        plan = PaymentPlan(
            lines._sort_for_payment(),
            split=split,
            amount=sum(split.values()) if amount is None else amount,
            journal=journal,
            date=date,
            payer=payer.sudo() if payer else lines.contract_id.payer_id,  # sudo: as above
            memo=memo,
            close=(close[0].sudo(), *close[1:]) if close else None,  # sudo: as above
            currency=currency,
            paid=paid,
        )
        faults = ClosingFaults(plan)
        lines.contract_id._raise_faults(faults.get_faults())
        before = {line: line.amount_settled for line in split}
        with self.env.cr.savepoint():
            payments = plan.book()
            lines.contract_id._raise_faults(faults.get_differences(before))
        return payments.with_env(self.env)

    def _get_payment_journal(self):
        """Return the first bank journal of the lines' company, else its first cash journal."""
        company = self.contract_id.company_id[:1]
        journals = self.env["account.journal"].with_company(company)
        return journals.search(
            Domain(journals._check_company_domain(company))
            & Domain("type", "in", ("bank", "cash")),
            order="type, sequence, id",
            limit=1,
        )

    def _get_payment_currency(self, journal):
        """Return what these lines are paid in by default: the journal's own currency, else that of
        their invoices if it is one, else their contract's."""
        # sudo: only the currencies of the documents are told
        billed = self.sudo()._get_open_documents().values()
        currencies = self.env["res.currency"].union(*(moves.currency_id for moves in billed))
        if len(currencies) != 1:
            currencies = self.contract_id.currency_id[:1]
        return journal.currency_id or currencies

    def _has_foreign_documents(self):
        own = self.contract_id.currency_id
        billed = self.sudo()._get_open_documents().values()  # sudo: only their currencies are told
        return any(move.currency_id not in own for moves in billed for move in moves)

    def _get_price(self, currency, date):
        """Return what all that is open on these lines costs in another currency on a day."""
        self._check_payment_rights()
        lines = self.sudo()._get_open()  # sudo: as in _register_payment; nothing is booked
        return lines._plan_prices(currency, date).get_price() if lines else 0.0

    def _get_worth(self, paid, currency, date):
        """Return what money of another currency settles, in the contract's: laid on these lines, then on
        what else their contracts have open, and what is above at the rate of the day."""
        self._check_payment_rights()
        lines = self.sudo()  # sudo: as in _register_payment; nothing is booked
        plan = lines.union(*lines._spread_payment(MOST))._plan_prices(currency, date)
        own = lines.contract_id.currency_id[:1]
        bands = [
            (to_units(price, currency.rounding), to_units(amount, own.rounding))
            for price, amount in plan.get_bands()
        ]
        worth, left = spend(to_units(paid, currency.rounding), bands)
        more = from_units(left, currency.rounding) * plan.prices.rate(currency, own)
        return own.round(from_units(worth, own.rounding) + more)

    def _plan_prices(self, currency, date):
        """Return a payment of all that is open on these lines, only to ask for its prices."""
        split = {line: line.amount_residual for line in self._get_open()}
        nobody = self.env["res.partner"]
        return PaymentPlan(
            # in the order of _spread_payment
            self.union(*split),
            split=split,
            amount=sum(split.values()),
            journal=self._get_payment_journal(),
            date=date,
            payer=nobody,
            currency=currency,
        )

    def _check_payment_rights(self):
        self.check_access("read")
        check_part(self.env, "payments")
        self.contract_id._check_finance(
            lambda **names: self.env._(
                "You may see %(contract)s but not register its payments: that needs the right"
                " 'Contracts: Finance'. Ask %(person)s or another finance user.",
                **names,
            )
        )

    def _get_payment_faults(self):
        """Return the texts of all that keeps these lines from being paid together."""
        faults = []
        for contract in self.contract_id:
            if contract.state == "draft":
                faults.append(
                    self.env._(
                        "%s is a draft and takes no payment yet. Sign it, then register the payment.",
                        contract.display_name,
                    )
                )
            elif contract.state == "cancelled":
                faults.append(
                    self.env._("%s is cancelled and takes no payment.", contract.display_name)
                )
        contracts = self.contract_id
        labels = {"company_id": self.env._("companies"), "currency_id": self.env._("currencies")}
        for name, text in labels.items():
            if len(contracts[name]) > 1:
                faults.append(
                    self.env._(
                        "%(contracts)s have different %(what)s (%(values)s). Register one payment for each.",
                        contracts=format_list(self.env, contracts.mapped("display_name")),
                        what=text,
                        values=format_list(self.env, contracts[name].mapped("display_name")),
                    )
                )
        if len(set(contracts.mapped("direction"))) > 1:
            faults.append(
                self.env._(
                    "%s are sales and purchase contracts. Register money in and money out apart.",
                    format_list(self.env, contracts.mapped("display_name")),
                )
            )
        if not faults and not self._get_open():
            faults.append(
                self.env._(
                    "Nothing is open on %s: there is nothing to pay.",
                    format_list(self.env, self.mapped("display_name")) or self.env._("these lines"),
                )
            )
        return faults

    def _get_open(self):
        return self.filtered(lambda line: line.state in ("open", "partial"))

    def _sort_for_payment(self):
        """Return the lines in the order in which money falls on them: oldest due first (R4)."""
        return self.sorted(
            lambda line: (
                line.date_due or fields.Date.to_date("9999-12-31"),
                line.contract_id.id,
                line.sequence,
                line.id,
            )
        )

    def _spread_payment(self, amount):
        """Return {plan line: part} of ``amount``: these lines first, oldest due first, then what else
        their contracts have open. Only what is above the whole plans is missing in it."""
        found = {}
        others = self.contract_id.settlement_ids - self
        for line in (*self._sort_for_payment(), *others._sort_for_payment()._get_open()):
            part = min(max(amount, 0.0), line.amount_residual)
            part = line.currency_id.round(part)
            if part or line in self:
                found[line] = part
            amount = line.currency_id.round(amount - part)
        return found

    def _get_open_documents(self):
        """Return {plan line: its posted documents, oldest due first}, for lines in ``self``."""
        kinds = (
            ("in_invoice", "in_receipt")
            if self.contract_id[:1].direction == "purchase"
            else ("out_invoice", "out_receipt")
        )
        products = self.env["account.move.line"].search(
            Domain("commercial_settlement_id", "in", self.ids)
            & Domain("display_type", "=", "product")
            & Domain("parent_state", "=", "posted")
            & Domain("move_id.move_type", "in", kinds)
        )
        return {
            line: part.move_id.sorted(lambda move: (move.invoice_date_due or move.date, move.id))
            for line, part in products.grouped("commercial_settlement_id").items()
        }
