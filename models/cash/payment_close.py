"""A payment that is short by a small difference, which closes its lines all the same (R12)."""

from odoo.tools import format_list

from .payment_faults import PaymentFaults

# Where money stands: a difference that is booked there would not be written off.
NOT_FOR_DIFFERENCES = (
    "asset_receivable",
    "liability_payable",
    "asset_cash",
    "liability_credit_card",
    "off_balance",
)


class PaymentClose:
    """What is written off of the plan lines that a payment does not settle whole.

    Odoo's own write-off in the entry of the payment, so that undoing the payment undoes it. Each line
    gets a payment of its own: in a payment over several invoices every one bears part of it.
    """

    def __init__(self, plan, account, label=None):
        self.env, self.plan, self.account, self.label = plan.env, plan, account, label
        self.amounts = self._find_amounts() if account else {}

    def _find_amounts(self):
        found, currency = {}, self.plan.currency
        for line, part in self.plan.split.items():
            left = currency.round(line.amount_residual - part)
            if currency.compare_amounts(part, 0) > 0 and currency.compare_amounts(left, 0) > 0:
                found[line] = left
        return found

    def get(self, line):
        """Return what is written off of this plan line, above zero, in the contract's currency."""
        return self.amounts.get(line, 0.0)

    def prepare(self, amount):
        """Return the values of the write-off that a payment is created with.

        :param amount: above zero, in the currency of the payment
        """
        amount = -amount if self.plan.is_purchase else amount
        currency, company = self.plan.pay_currency, self.plan.company
        return {
            "name": self.label or self.env._("Difference"),
            "account_id": self.account.id,
            "partner_id": self.plan.payer.id,
            "currency_id": currency.id,
            "amount_currency": amount,
            "balance": currency._convert(amount, company.currency_id, company, self.plan.date),
        }

    @property
    def counts_as_cash(self):
        """A fee that the bank kept counts as paid by the customer (R14)."""
        return self.account in self.plan.company.contract_fee_account_ids


class ClosingFaults(PaymentFaults):
    """The faults of a payment that may close its lines with a difference."""

    def get_faults(self):
        faults = super().get_faults()
        # without an account nothing is closed; what is wrong with the split says enough alone
        return faults if faults or not self.plan.close.account else self._close_faults()

    def _close_faults(self):
        account, faults = self.plan.close.account, []
        companies = self.plan.company.parent_ids
        if account.account_type in NOT_FOR_DIFFERENCES or not (account.company_ids & companies):
            faults.append(
                self.env._(
                    "%(account)s cannot take the difference on %(contracts)s. Choose an expense or"
                    " income account of %(company)s.",
                    account=account.display_name,
                    contracts=format_list(self.env, self.plan.contracts.mapped("display_name")),
                    company=self.plan.company.display_name,
                )
            )
        invoiced = self.plan.get_invoiced()
        for line in self.plan.close.amounts:
            missing = self.plan.currency.round(line.amount_residual - invoiced.get(line, 0.0))
            if self.plan.currency.compare_amounts(missing, 0) > 0:
                faults.append(
                    self.env._(
                        "Line '%(line)s' of %(contract)s cannot be closed with a difference: %(missing)s"
                        " of it is on no posted invoice. Invoice it first, or keep the rest open.",
                        missing=self._format(missing),
                        **line._names(),
                    )
                )
        return faults

    def get_differences(self, before):
        """As of ``PaymentFaults``; a line that was to be closed and is not is told as well."""
        close = self.plan.close
        if close.counts_as_cash:
            before = {line: amount + close.get(line) for line, amount in before.items()}
        return super().get_differences(before) or [
            self.env._(
                "The books would leave %(open)s of line '%(line)s' of %(contract)s open: its invoice"
                " bills other lines as well, or %(journal)s makes payments without journal entry."
                " Keep the rest open, or write it off on the invoice.",
                journal=self.plan.journal.display_name,
                open=self._format(line.amount_residual),
                **line._names(),
            )
            for line in close.amounts
            if self.plan.currency.compare_amounts(line.amount_residual, 0) > 0
        ]
