from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import format_date, format_list, formatLang

FINANCE = "commercial_contract.group_contract_finance"
BILLING = "account.group_account_invoice"
DOCUMENTS = {
    "sale": ("out_invoice", "sale", "income"),
    "purchase": ("in_invoice", "purchase", "expense"),
}


class CommercialContractSettlement(models.Model):
    """The one way from plan lines to invoices (B1 to B4, B7)."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def action_create_invoice(self):
        """Make the draft invoices of these plan lines and open them."""
        moves = self._bill()
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

    def _bill(self, date=None, consolidate=False):
        """Make draft invoices over all that these plan lines still have to bill; return them.

        :param date: invoice date; the day of posting where it is left out
        :param consolidate: put plan lines with one recipient, currency and due date on one invoice
        :raises AccessError: the user may not invoice
        :raises UserError: something keeps a line from being billed; nothing is written then
        """
        values = self._prepare_invoices(date, consolidate)
        # An empty write makes two workers on one contract collide, so that nothing is billed twice:
        # the later one is tried again and finds nothing left.
        self.contract_id.sudo().write({})  # sudo: it edits nothing, and who bills need not edit
        moves = self.env["account.move"]
        for company in self.company_id:
            own = [vals for vals in values if vals["company_id"] == company.id]
            # sudo: contract finance may invoice without rights on the rest of the books; what it
            # may bill was checked by _prepare_invoices
            moves += moves.sudo().with_company(company)._create_complete(own)
        return moves.with_env(self.env)

    def _prepare_invoices(self, date=None, consolidate=False):
        """Return the values of the invoices that ``_bill`` makes; write nothing."""
        self._check_may_bill()
        date = fields.Date.to_date(date)
        # sudo: the user may bill these lines, but need not see taxes, accounts and other invoices
        lines = self.sudo().with_prefetch()
        last = fields.Date.to_date("9999-12-31")
        lines = lines.sorted(lambda line: (line.date_due or last, line.sequence, line.id))
        journals = lines._get_billing_journals()
        self.env["commercial.contract"]._raise_faults(lines._get_bill_faults(date, journals))
        shares = lines.contract_id._get_shares()
        invoices = {}
        for line in lines:
            vals = line._prepare_invoice(date, journals[line.company_id, line.direction])
            key = line._get_invoice_key(vals) if consolidate else line
            invoice = invoices.setdefault(key, vals)
            if invoice is not vals and vals["invoice_origin"] not in invoice["invoice_origin"]:
                invoice["invoice_origin"] += f", {vals['invoice_origin']}"
            invoice["invoice_line_ids"] += line._prepare_invoice_lines(shares[line.contract_id])
        return list(invoices.values())

    def _check_may_bill(self):
        self.check_access("read")
        if self.env.su or self.env.user.has_groups(f"{FINANCE},{BILLING}"):
            return
        # sudo: whom to ask is no secret
        finance = self.env.ref(FINANCE).sudo().all_user_ids
        company = self.company_id[:1]
        colleague = finance.filtered(lambda user: user.active and company in user.company_ids)[:1]
        names = {"contract": ", ".join(self.contract_id.mapped("display_name"))}
        if colleague:
            raise AccessError(
                self.env._(
                    "You may see %(contract)s but not invoice it: that needs the right"
                    " 'Contracts: Finance'. Ask %(user)s or another finance user.",
                    user=colleague.name,
                    **names,
                )
            )
        raise AccessError(
            self.env._(
                "You may see %s but not invoice it: that needs the right 'Contracts: Finance'."
                " Ask your administrator for it.",
                names["contract"],
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

    def _get_bill_faults(self, date, journals):
        """Return the texts of all that keeps these lines from being billed (B7).

        :param date: invoice date, or none for the day of posting
        """
        day = date or fields.Date.context_today(self)
        missing = self._get_missing_rates(day)
        return [fault for line in self for fault in line._get_line_faults(day, journals, missing)]

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
        if self.currency_id.compare_amounts(self.amount_to_invoice, 0) <= 0:
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

    def _prepare_invoice(self, date, journal):
        """Return the values of this line's invoice, without its lines (B3)."""
        contract = self.contract_id
        sale = contract.direction == "sale"
        return {
            "move_type": DOCUMENTS[contract.direction][0],
            "company_id": contract.company_id.id,
            "journal_id": journal.id,
            "partner_id": (contract.invoice_partner_id or contract.partner_id).id,
            "currency_id": contract.currency_id.id,
            "fiscal_position_id": contract.fiscal_position_id.id,
            "invoice_date": date,
            # without a payment term Odoo keeps the due date, also on posting
            "invoice_payment_term_id": False,
            "invoice_date_due": self.date_due,
            # Odoo lets every salesperson read invoices that have none
            "invoice_user_id": (contract.user_id or self.env.user).id,
            "invoice_origin": contract.name,
            # on a bill this is the vendor's own number, which is typed when the paper comes
            "ref": contract.title if sale else False,
            **({"team_id": contract.team_id.id} if sale else {}),
            "invoice_line_ids": [],
        }

    def _get_invoice_key(self, vals):
        """What plan lines on one invoice have in common; not the due date's line, but the date."""
        names = (
            "move_type",
            "company_id",
            "partner_id",
            "currency_id",
            "fiscal_position_id",
            "invoice_date_due",
            "invoice_user_id",
        )
        return tuple(vals[name] for name in names)

    def _prepare_invoice_lines(self, shares):
        contract = self.contract_id
        recipient = contract.invoice_partner_id or contract.partner_id
        heading = self.with_context(lang=recipient.lang or self.env.lang)._get_invoice_heading()
        analytic = contract.analytic_account_id
        rows = contract.line_ids.browse()
        commands = []
        for number, (goods_id, share) in enumerate(shares.bill(self).items(), 1):
            goods = rows.browse(goods_id)
            commands.append(
                Command.create(
                    {
                        "sequence": 10 * number,
                        "product_id": goods.product_id.id,
                        "product_uom_id": goods.uom_id.id,
                        "name": goods._get_invoice_text(heading),
                        "commercial_contract_id": contract.id,
                        "commercial_settlement_id": self.id,
                        "commercial_contract_line_id": goods.id,
                        # left out, Odoo's own distribution models fill it
                        **({"analytic_distribution": {str(analytic.id): 100}} if analytic else {}),
                        **shares.prepare_line(goods_id, share, f"plan,{self.id},{goods_id}"),
                    }
                )
            )
        return commands

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
