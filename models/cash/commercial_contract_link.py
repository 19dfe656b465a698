from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ..contract.parts import check_part
from .commercial_contract_settlement_payment import PAYERS

SALE = ("out_invoice", "out_refund", "out_receipt")
PURCHASE = ("in_invoice", "in_refund", "in_receipt")
MAX_ROWS = 200  # of each kind, the newest
# The field that names what is linked, of each kind of it. Who may not see the field reads no name of it.
TRACES = {
    "account.move": "invoice_ids",
    "account.payment": "tagged_payment_ids",
    "account.bank.statement.line": "tagged_statement_line_ids",
}


class CommercialContract(models.Model):
    """Invoices and payments that were made by hand, or before the contract was typed in, are linked
    with it here. That changes no journal entry, so a locked period is no obstacle; the figures follow
    by themselves, as they do when the link is taken off again."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def action_link_records(self):
        """Open the dialog that links invoices and payments with this contract.

        :raises AccessError: without the right to register payments
        :raises UserError: a framework contract, a cancelled one
        """
        self.ensure_one()
        self._check_link_rights()
        self._raise_faults(self._get_link_faults())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link Invoices and Payments"),
            "res_model": "commercial.contract.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def _link_records(self, items, cash):
        """Link lines of documents, payments and bank lines with this contract.

        :param items: {product line of a document: the plan line that it bills, or an empty record}
        :param cash: {payment or bank statement line: the plan line that it settles first, or an
            empty record}
        :raises AccessError: without the right to register payments
        :raises UserError: listing all that does not fit; nothing is written
        :raises ValidationError: other books (R20), a day before the opening amounts (R23)
        """
        self.ensure_one()
        self._check_link_rights()
        self._raise_faults([*self._get_link_faults(), *self._get_record_faults(items, cash)])
        groups = {}
        for record, line in {**items, **cash}.items():
            key = (record._name, line.id)
            # sudo: the rights were checked, and links are all that is written. Taxes and terms of a
            # document need not be made anew for that, which costs Odoo a query a document.
            record = record.sudo().with_context(skip_invoice_sync=True)
            groups[key] = groups.get(key, record.browse()) | record
        with self.env.cr.savepoint():
            for (model, line), records in groups.items():
                vals = {"commercial_contract_id": self.id}
                if model != "account.bank.statement.line":
                    vals["commercial_settlement_id"] = line
                records.write(vals)
            self.env.flush_all()
        self._post_links([*items, *cash])

    def _unlink_records(self, items, payments, bank_lines):
        """Take lines of documents, payments and bank lines off this contract again.

        Raises AccessError without the right to register payments. What names another contract is
        left as it is.
        """
        self.ensure_one()
        self._check_link_rights()
        taken = []
        names = (
            "commercial_contract_id",
            "commercial_settlement_id",
            "commercial_contract_line_id",
        )
        for records in (items, payments, bank_lines):
            # sudo: as in _link_records
            records = records.sudo().with_context(skip_invoice_sync=True)
            own = records.filtered(lambda record: record.commercial_contract_id == self)
            if own:
                own.write({name: False for name in names if name in own._fields})
                taken += own
        self._post_links(taken, taken_off=True)

    def _post_links(self, records, taken_off=False):
        """Leave the trace of what was linked, or taken off, in the chatter.

        The names stand there as values of fields, not in the text: Odoo shows them to those who may see
        the field, so that a closed part does not come back by the chatter.
        """
        found = {}
        for record in records:
            document = record.move_id if record._name == "account.move.line" else record
            found.setdefault(document._name, {})[document.id] = document.display_name
        if not found:
            return
        contract = self.sudo()  # sudo: whoever may link may leave the trace of it
        text = (
            self.env._("Taken off this contract.")
            if taken_off
            else self.env._("Linked with this contract.")
        )
        values = contract.env["mail.tracking.value"]
        traces = [
            values._create_tracking_values(
                list(names.items()) if taken_off else False,
                False if taken_off else list(names.items()),
                TRACES[model],
                {"type": "many2many"},
                contract,
            )
            for model, names in found.items()
        ]
        contract.message_post(
            body=text, tracking_value_ids=[Command.create(trace) for trace in traces]
        )

    def _check_link_rights(self):
        self.check_access("read")
        for part in ("invoices", "payments"):  # the dialog lists both
            check_part(self.env, part)
        if not self.env.su and not any(self.env.user.has_group(group) for group in PAYERS):
            raise AccessError(
                self.env._(
                    "You may see %s but not link invoices and payments with it: that needs the right"
                    " 'Contracts: Finance'. Ask the administrator for it.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )

    def _get_link_faults(self):
        faults = []
        for contract in self:
            if contract.is_framework:
                faults.append(
                    self.env._(
                        "%s is a framework contract and has neither invoices nor money. Choose one"
                        " of its local contracts.",
                        contract.display_name,
                    )
                )
            elif contract.state == "cancelled":
                faults.append(
                    self.env._(
                        "%s is cancelled. Reset it to draft before anything is linked with it.",
                        contract.display_name,
                    )
                )
        return faults

    def _get_record_faults(self, items, cash):
        """Return the texts of what cannot be linked with this contract."""
        faults, anybody, parties = [], self._links_anybody(), self._get_link_partners()
        for record in (*items, *cash):
            # sudo: only names are shown of what does not fit
            record = record.sudo()
            document = record.move_id if record._name == "account.move.line" else record
            names = {"document": document.display_name, "contract": self.display_name}
            other = record.commercial_contract_id - self
            if other:
                faults.append(
                    self.env._(
                        "%(document)s is linked with %(other)s already. Take it off there first.",
                        other=other.display_name,
                        **names,
                    )
                )
            elif record in items and record.display_type != "product":
                faults.append(
                    self.env._(
                        "'%(line)s' of %(document)s is no line of goods or services. Choose the lines"
                        " that say what was billed.",
                        line=record.name or record.account_id.display_name,
                        **names,
                    )
                )
            elif not anybody and document.partner_id.commercial_partner_id not in parties:
                faults.append(
                    self.env._(
                        "%(document)s is of %(partner)s, who is no party of %(contract)s: linking it"
                        " takes the right 'Invoicing'. Ask an accountant.",
                        partner=document.partner_id.display_name or self.env._("no partner"),
                        **names,
                    )
                )
        return faults

    def _get_link_partners(self):
        """Return the companies of customer or vendor, payer and invoice recipient."""
        return (self.partner_id | self.payer_id | self.invoice_partner_id).commercial_partner_id

    def _get_payer_warning(self, partner):
        """Return what to warn of where money of ``partner`` names this contract, or False.

        Anybody may pay for a contract (R8), but money that names the wrong one is lost to the right one.
        """
        parties = self._get_link_partners()
        if not self or not partner or partner.commercial_partner_id in parties:
            return False
        return self.env._(
            "%(partner)s is neither customer or vendor, nor payer, nor invoice recipient of"
            " %(contract)s. Change the contract, unless they pay for somebody else.",
            partner=partner.display_name,
            contract=self.display_name,
        )

    def _links_anybody(self):
        """Who keeps the books links what is anybody's; finance users what is of the parties."""
        return self.env.su or self.env.user.has_group("account.group_account_invoice")

    def _get_linkable(self, partners, documents=None, payments=None):
        """Return (product lines, payments, bank lines) that are linked with this contract or may be.

        Posted and draft ones of the same books and direction that name no contract; the newest
        ``MAX_ROWS`` of each kind.

        :param partners: whose they are; who may not read invoices gets those of the parties only
        :param documents: only lines of these, whosever they are
        :param payments: only these payments
        """
        self._check_link_rights()
        if not self._links_anybody():
            partners, documents, payments = partners & self._get_link_partners(), None, None
        lines = Domain("move_id.commercial_partner_id", "in", partners.ids)
        paid = banked = Domain("partner_id", "child_of", partners.ids)
        if documents or payments:
            (documents or payments).check_access("read")
            lines = Domain("move_id", "in", documents.ids if documents else [])
            paid = Domain("id", "in", payments.ids if payments else [])
            banked = Domain.FALSE
        purchase = self.direction == "purchase"
        books = (
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("company_id", "child_of", self.company_id.root_id.id)
            & Domain("commercial_contract_id", "in", (False, self.id))
        )
        own = Domain("commercial_contract_id", "=", self.id)
        return (
            self._search_newest(
                "account.move.line",
                books
                & (lines | own)
                & Domain("display_type", "=", "product")
                & Domain("move_type", "in", PURCHASE if purchase else SALE)
                & Domain("parent_state", "in", ("draft", "posted"))
                & Domain("price_total", "!=", 0),
            ),
            self._search_newest(
                "account.payment",
                books
                & (paid | own)
                & Domain("partner_type", "=", "supplier" if purchase else "customer")
                & Domain("state", "not in", ("canceled", "rejected")),
            ),
            self._search_newest("account.bank.statement.line", books & (banked | own)),
        )

    def _search_newest(self, model, domain):
        # sudo: _get_linkable says whose records these are
        found = self.env[model].sudo().search(domain, order="date desc, id desc", limit=MAX_ROWS)
        return found.sorted(lambda record: (record.date, record.id))
