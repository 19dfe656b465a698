from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ..contract.commercial_contract_rights import FINANCE

NOT_INVOICED = "commercial_contract.mail_activity_type_not_invoiced"


class CommercialContract(models.Model):
    """The daily job that invoices the plan lines marked for it; what cannot be is told (B7, I7)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _cron_bill_due(self, batch=200):
        """Make the draft invoices of all that has come due since, missed days included.

        What was billed is read from the invoices, so the job goes on where it stood.
        """
        for today, companies in self.env["res.company"].search(Domain.TRUE)._get_todays().items():
            domain = self._get_auto_bill_domain(today) & Domain("company_id", "in", companies.ids)
            lines = self.env["commercial.contract.settlement"].search(
                domain & self._get_not_billed_domain()
            )
            lines = lines.filtered(lambda line: line._is_left_for_job())
            contracts = lines.contract_id._sort_by_recipient()
            self.env["commercial.job"]._run_job(
                self.browse(contracts.ids),
                Domain("settlement_ids", "any", domain),
                lambda part, domain=domain: part._bill_due(domain),
                lambda contract, error: contract._tell_not_invoiced({contract: [str(error)]}),
                batch,
                split=lambda part: part._split_by_recipient(),
            )

    @api.model
    def _get_auto_bill_domain(self, today):
        """Plan lines that the job invoices on this day, if there is something left to invoice."""
        return (
            Domain("auto_bill", "=", True)
            & Domain("date_due", "<=", today)
            & Domain("is_cancelled", "=", False)
            & Domain("contract_id.state", "in", ("active", "done"))
            & Domain("contract_id.billing_policy", "=", "plan")
        )

    @api.model
    def _get_not_billed_domain(self):
        """A condition that spares the job the plan lines that are billed whole."""
        return Domain.TRUE

    def _bill_due(self, domain):
        """Invoice what is due on these contracts, and tell of those that cannot be. Safe to call
        twice: what is invoiced is not due any more."""
        lines = self.settlement_ids.filtered_domain(domain)
        lines = lines.filtered(lambda line: line._is_left_for_job())
        faults = {}
        for line, texts in lines._get_bill_faults().items():
            faults.setdefault(line.contract_id, []).extend(texts)
        for way, contracts in self.grouped(lambda k: k._get_consolidate()).items():
            part = lines.filtered(
                lambda line, contracts=contracts: (
                    line.contract_id in contracts and line.contract_id not in faults
                )
            )
            if part:
                part._bill(consolidate=way)
        self._tell_not_invoiced(faults)

    def _get_consolidate(self):
        """Return what the job puts on one invoice of this contract (B5)."""
        return self.category_id.consolidate or self.company_id.contract_consolidate

    def _get_recipient_key(self):
        """What contracts have in common whose plan lines may come on one invoice."""
        if self._get_consolidate() != "recipient":
            return self
        return (self.company_id, self.invoice_partner_id or self.partner_id)

    def _split_by_recipient(self):
        """Return these contracts in parts that do not share an invoice; of one such part each contract
        alone."""
        parts = list(self.grouped(lambda contract: contract._get_recipient_key()).values())
        return parts if len(parts) > 1 else list(self)

    def _sort_by_recipient(self):
        """Contracts that share an invoice stand together, so that they come into one batch."""
        return self.browse().union(*self.grouped(lambda k: k._get_recipient_key()).values())

    def _tell_not_invoiced(self, faults):
        """Keep one open activity for each contract that the job cannot invoice.

        :param faults: {contract: texts that name plan line, reason and mend}
        """
        kind = self.env.ref(NOT_INVOICED)
        told = self.browse().union(*faults)._get_not_invoiced().grouped("res_id")
        new = []
        for contract, texts in faults.items():
            note = Markup("<br/>").join(texts)
            if contract.id in told:
                told[contract.id].note = note
            else:
                new.append(contract._prepare_told(kind, contract._get_biller(), note))
        # quick update: no mail for each activity; the list of activities tells
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(new)

    def _get_not_invoiced(self):
        """Return the open activities that say why the job could not invoice these contracts."""
        # sudo: who invoices a contract need not see what others are told of it
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(NOT_INVOICED).id),
                    ("automated", "=", True),
                ]
            )
        )

    def _get_biller(self):
        """Return who is told that this contract cannot be invoiced: the responsible, else somebody of
        finance."""
        finance = self.env.ref(FINANCE).all_user_ids.sorted("id")
        for user in (self.user_id, *finance):
            if user.active and not user.share and self.company_id in user.company_ids:
                return user
        return self.env.user
