from odoo import fields, models
from odoo.tools import format_date

from .commercial_contract_settlement_bill import DOCUMENTS


class CommercialContractSettlement(models.Model):
    """What keeps plan lines from being invoiced, and who mends it how (B7)."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _get_bill_faults(self, date=None):
        """Return {plan line: texts of what keeps it from being billed}, of the lines with faults.

        :param date: invoice date, or none for the day of posting
        """
        day = fields.Date.to_date(date) or fields.Date.context_today(self)
        missing, journals = self._get_missing_rates(day), self._get_billing_journals()
        faults = {line: line._get_line_faults(day, journals, missing) for line in self}
        return {line: texts for line, texts in faults.items() if texts}

    def _get_line_faults(self, day, journals, missing):
        self.ensure_one()
        contract, names = self.contract_id, self._names()
        states = dict(contract._fields["state"]._description_selection(self.env))
        if not contract._is_running():
            return [
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced: the contract is"
                    " '%(state)s'. Invoice contracts that are in force.",
                    state=states[contract.state],
                    **names,
                )
            ]
        if contract.billing_policy != "plan":
            return [
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced: this contract is invoiced"
                    " from its orders. Create the invoice there.",
                    **names,
                )
            ]
        if not self._is_left_to_invoice():
            return [
                self.env._(
                    "Line '%(line)s' of %(contract)s has nothing left to invoice. A credit note or"
                    " the deletion of its draft invoice makes it billable again.",
                    **names,
                )
            ]
        return self._get_book_faults(day, journals[self.company_id, self.direction], missing)

    def _get_book_faults(self, day, journal, missing):
        """What the books lack: journal, open period, rate, products and accounts."""
        names, company = self._names(), self.company_id
        if not journal:
            return [
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced: %(company)s has no journal"
                    " for it. Add one in Invoicing > Configuration > Journals.",
                    company=company.display_name,
                    **names,
                )
            ]
        faults = []
        locks = company._get_violated_lock_dates(day, True, journal)
        if locks:
            faults.append(
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced on %(date)s: the books are"
                    " locked (%(locks)s). Choose a later date, or ask the accountant to open the"
                    " period.",
                    date=format_date(self.env, day),
                    locks=company._format_lock_dates(locks),
                    **names,
                )
            )
        if (company, self.currency_id) in missing:
            faults.append(
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced: there is no %(currency)s"
                    " rate on or before %(date)s for %(company)s. Add one in Invoicing >"
                    " Configuration > Currencies.",
                    currency=self.currency_id.name,
                    date=format_date(self.env, day),
                    company=company.display_name,
                    **names,
                )
            )
        goods = self.line_ids or self.contract_id.line_ids
        goods = goods.filtered(lambda row: not row.is_cancelled)
        return faults + [
            fault
            for product in goods.product_id
            for fault in self._get_product_faults(product, journal)
        ]

    def _get_product_faults(self, product, journal):
        names = {"product": product.display_name, **self._names()}
        if not product.active:
            return [
                self.env._(
                    "Line '%(line)s' of %(contract)s cannot be invoiced: product %(product)s is"
                    " archived. Unarchive it, then create the invoice again.",
                    **names,
                )
            ]
        _type, _kind, side = DOCUMENTS[self.direction]
        template = product.with_company(self.company_id).product_tmpl_id
        accounts = template.get_product_accounts(fiscal_pos=self.contract_id.fiscal_position_id)
        if accounts[side] or journal.default_account_id:
            return []
        return [
            self.env._(
                "Line '%(line)s' of %(contract)s cannot be invoiced: product %(product)s has no"
                " account to book on. Set one on the product, its category or journal %(journal)s.",
                journal=journal.display_name,
                **names,
            )
        ]

    def _get_missing_rates(self, day):
        """Return the (company, currency) pairs of these lines that have no rate on that day."""
        pairs = self.contract_id.grouped(lambda c: (c.company_id, c.currency_id))
        return {pair for pair, contracts in pairs.items() if contracts[:1]._get_rate_faults(day)}
