from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_list, formatLang

from ..contract.parts import check_part

DOCUMENTS = {
    "sale": ("out_invoice", "sale", "income"),
    "purchase": ("in_invoice", "purchase", "expense"),
}


class CommercialContractSettlement(models.Model):
    """The one way from plan lines to invoices (B1 to B5)."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def action_create_invoice(self):
        """Make the draft invoices of these plan lines, one a line, and open them."""
        return self._open_invoices(self._bill())

    def action_bill(self):
        """Invoice these plan lines; ask first where there is something to say.

        Asked is how several lines are put together, and for the vendor's number of a bill; told is
        what speaks against invoicing now, such as a suspended contract (B5, B7, B8), and which lines
        are set aside because they cannot be invoiced.

        :raises UserError: none of these lines can be invoiced
        """
        self._check_may_bill()
        lines = self.sudo()  # sudo: whoever may bill them; faults read what is on other invoices
        faults = lines._get_bill_faults()
        good = self.filtered(lambda line: line not in faults)
        texts = [text for found in faults.values() for text in found]
        if not good:
            self.env["commercial.contract"]._raise_faults(texts)
        sale = set(self.mapped("direction")) == {"sale"}
        if len(self) == 1 and sale and not self._get_bill_warnings():
            return self.action_create_invoice()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_billing_action"
        )
        action["context"] = {"default_settlement_ids": good.ids}
        if self - good:
            action["context"] |= {
                "default_aside_ids": (self - good).ids,
                # told here, so that the dialog need not look for them once more
                "default_set_aside": self.env["commercial.contract"]._list_faults(texts),
            }
        return action

    def _get_bill_warnings(self):
        """Return texts of what speaks against invoicing these lines now, though they may be (B7)."""
        return []

    def _open_invoices(self, moves):
        """Return the action that opens the invoices, or tells what was made to who may not read them."""
        if moves.has_access("read"):
            return moves._get_records_action()
        # sudo: whoever may make an invoice may know what it comes to
        invoices = moves.sudo().grouped("currency_id").items()
        totals = [
            formatLang(self.env, sum(part.mapped("amount_total")), currency_obj=currency)
            for currency, part in invoices
        ]
        message = self.env._(
            "Draft invoices made: %(count)s, %(total)s in all.",
            count=len(moves),
            total=format_list(self.env, totals),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _bill(self, date=None, consolidate="line", ref=None):
        """Make draft invoices over all that these plan lines still have to bill; return them.

        :param date: invoice date; the day of posting where it is left out
        :param consolidate: what goes on one invoice (B5): "line": each plan line; "contract": the
            plan lines of a contract; "recipient": those of several contracts, as far as company,
            direction, recipient, currency and fiscal position are the same
        :param ref: the vendor's own number, for bills (B8)
        :raises AccessError: the user may not invoice
        :raises UserError: something keeps a line from being billed; nothing is written then
        """
        values = self._prepare_invoices(date, consolidate, ref)
        # An empty write makes two workers on one contract collide, so that nothing is billed twice:
        # the later one is tried again and finds nothing left.
        self.contract_id.sudo().write({})  # sudo: it edits nothing, and who bills need not edit
        moves = self.env["account.move"]
        for company in self.company_id:
            own = [vals for vals in values if vals["company_id"] == company.id]
            # sudo: contract finance may invoice without rights on the rest of the books; what it
            # may bill was checked by _prepare_invoices
            moves += moves.sudo().with_company(company)._create_complete(own)
        self.contract_id._get_not_invoiced().unlink()
        return moves.with_env(self.env)

    def _prepare_invoices(self, date=None, consolidate="line", ref=None):
        """Return the values of the invoices that ``_bill`` makes; write nothing."""
        self._check_may_bill()
        date = fields.Date.to_date(date)
        # sudo: the user may bill these lines, but need not see taxes, accounts and other invoices
        lines = self.sudo().with_prefetch()
        # the books decide what is left, not what was read of them before
        lines.invalidate_recordset(["amount_to_invoice"])
        faults = lines._get_bill_faults(date)
        self.env["commercial.contract"]._raise_faults(
            text for texts in faults.values() for text in texts
        )
        journals, shares = lines._get_billing_journals(), lines.contract_id._get_shares()
        invoices = []
        for group in lines._group_to_bill(consolidate):
            vals = group._prepare_invoice(date, journals[group.company_id, group[0].direction], ref)
            rows = [
                row
                for line in group
                for row in line._prepare_invoice_lines(shares[line.contract_id])
            ]
            vals["invoice_line_ids"] = [
                Command.create({"sequence": 10 * number, **row})
                for number, row in enumerate(rows, 1)
            ]
            invoices.append(vals)
        return invoices

    def _group_to_bill(self, consolidate="line"):
        """Return the plan lines of each invoice, by due date; within an invoice by contract (B5).

        :param consolidate: as for ``_bill``
        """
        last = fields.Date.to_date("9999-12-31")
        lines = self.sorted(lambda line: (line.date_due or last, line.sequence, line.id))
        groups = lines.grouped(lambda line: line._get_invoice_key(consolidate))
        contracts = {contract: number for number, contract in enumerate(lines.contract_id)}
        return [group.sorted(lambda line: contracts[line.contract_id]) for group in groups.values()]

    def _get_invoice_key(self, consolidate):
        """What plan lines on one invoice have in common."""
        if consolidate == "line":
            return self
        contract = self.contract_id
        key = (
            contract.company_id,
            contract.direction,
            contract.invoice_partner_id or contract.partner_id,
            contract.currency_id,
            contract.fiscal_position_id,
        )
        return (contract, *key) if consolidate == "contract" else key

    def _check_may_bill(self):
        self.check_access("read")
        check_part(self.env, "invoices")
        self.contract_id._check_finance(
            lambda **names: self.env._(
                "You may see %(contract)s but not invoice it: that needs the right"
                " 'Contracts: Finance'. Ask %(person)s or another finance user.",
                **names,
            )
        )

    def _get_billing_journals(self):
        """Return {(company, direction): journal}, empty where the company has none."""
        found = {}
        for company in self.company_id:
            Journal = self.env["account.journal"].with_company(company)
            domain = Journal._check_company_domain(company)
            for direction, (_type, kind, _account) in DOCUMENTS.items():
                found[company, direction] = Journal.search([*domain, ("type", "=", kind)], limit=1)
        return found

    def _prepare_invoice(self, date, journal, ref=None):
        """Return the values of the invoice over these plan lines, without its lines (B3).

        Of several contracts the first names the salesperson. The invoice is due with the first of
        its lines, never later; each part keeps its own day where the company wants it (B5).
        """
        contracts, first = self.contract_id, self.contract_id[:1]
        sale = first.direction == "sale"
        titles = dict.fromkeys(filter(None, contracts.mapped("title")))
        return {
            "move_type": DOCUMENTS[first.direction][0],
            "company_id": first.company_id.id,
            "journal_id": journal.id,
            "partner_id": (first.invoice_partner_id or first.partner_id).id,
            "currency_id": first.currency_id.id,
            "fiscal_position_id": first.fiscal_position_id.id,
            "invoice_date": date,
            # without a payment term Odoo keeps the due date, also on posting
            "invoice_payment_term_id": False,
            "invoice_date_due": min(filter(None, self.mapped("date_due")), default=False),
            # Odoo lets every salesperson read invoices that have none
            "invoice_user_id": (first.user_id or self.env.user).id,
            "invoice_origin": ", ".join(contracts.mapped("name")),
            # on a bill this is the vendor's own number, which is typed when the paper comes
            "ref": ", ".join(titles) if sale else ref or False,
            **({"team_id": first.team_id.id} if sale else {}),
        }

    def _prepare_invoice_lines(self, shares):
        """Return the values of the invoice lines over this plan line, one a goods line."""
        contract = self.contract_id
        recipient = contract.invoice_partner_id or contract.partner_id
        heading = self.with_context(lang=recipient.lang or self.env.lang)._get_invoice_heading()
        analytic = contract.analytic_account_id
        goods = contract.line_ids.browse()
        return [
            {
                "product_id": row.product_id.id,
                "product_uom_id": row.uom_id.id,
                "name": row._get_invoice_text(heading),
                "commercial_contract_id": contract.id,
                "commercial_settlement_id": self.id,
                "commercial_contract_line_id": row.id,
                # left out, Odoo's own distribution models fill it
                **({"analytic_distribution": {str(analytic.id): 100}} if analytic else {}),
                **shares.prepare_line(row.id, share, f"plan,{self.id},{row.id}"),
            }
            for goods_id, share in shares.bill(self).items()
            for row in goods.browse(goods_id)
        ]

    def _get_invoice_heading(self):
        """Return what the invoice says about this line, in the language of the environment:
        "Advance 30 % of HT-2026-0044"."""
        name = self.label
        whole = self.currency_id.compare_amounts(self.amount_to_invoice, self.amount) == 0
        if not whole or not 0 < self.percent < 100:
            return self.env._("%(line)s of %(contract)s", line=name, contract=self.contract_id.name)
        return self.env._(
            "%(line)s %(percent)s %% of %(contract)s",
            line=name,
            percent=formatLang(self.env, self.percent, digits=2).rstrip("0").rstrip(".,"),
            contract=self.contract_id.name,
        )
