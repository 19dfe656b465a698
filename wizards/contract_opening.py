import base64

from markupsafe import Markup

from odoo import api, fields, models

SHOWN = 20  # remarks on the screen; all of them stand in the file


class CommercialContractOpening(models.TransientModel):
    """Takes running contracts over from a file: shows first what is wrong in it, in the file itself."""

    _name = "commercial.contract.opening"
    _description = "Running Contracts"
    _rec_name = "filename"

    state = fields.Selection(
        [("new", "File"), ("checked", "Checked"), ("done", "Taken Over")],
        string="Status",
        default="new",
        required=True,
        readonly=True,
    )
    file = fields.Binary(string="File of Running Contracts")
    filename = fields.Char(export_string_translation=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Whose contracts these are, where the file does not say it.",
    )
    direction = fields.Selection(
        [("sale", "Sales Contract"), ("purchase", "Purchase Contract")],
        required=True,
        default="sale",
        help="What the contracts are, where the file does not say it.",
    )
    opening_date = fields.Date(
        default=fields.Date.context_today,
        help="What was invoiced and settled up to this day stands in the file; what comes after it"
        " follows from the books.",
    )
    create_partners = fields.Boolean(
        string="Create Missing Customers",
        help="Makes a contact for each customer or vendor that is not found by name, reference or tax number.",
    )
    keep_drafts = fields.Boolean(
        string="Keep as Draft Where the Plan Does Not Add Up",
        help="Takes such contracts over unsigned, so that they do not hold up the others.",
    )
    result_file = fields.Binary(string="File with Messages", readonly=True)
    result_name = fields.Char(readonly=True, export_string_translation=False)
    messages = fields.Html(readonly=True, sanitize=False, export_string_translation=False)
    error_count = fields.Integer(string="Errors", readonly=True)
    warning_count = fields.Integer(string="Warnings", readonly=True)
    contract_count = fields.Integer(readonly=True)
    contract_ids = fields.Many2many(
        "commercial.contract", "commercial_contract_opening_rel", readonly=True
    )
    draft_count = fields.Integer(compute="_compute_found", compute_sudo=False)
    invoice_count = fields.Integer(compute="_compute_found", compute_sudo=False)
    # whole sentences: another language may put the figure elsewhere
    summary = fields.Char(compute="_compute_summary", export_string_translation=False)
    draft_text = fields.Char(compute="_compute_found_texts", export_string_translation=False)
    invoice_text = fields.Char(compute="_compute_found_texts", export_string_translation=False)

    @api.depends("contract_ids")
    def _compute_found(self):
        for wizard in self:
            contracts = wizard.contract_ids
            wizard.draft_count = len(contracts.filtered(lambda c: c.state == "draft"))
            wizard.invoice_count = len(contracts._get_matchable_invoices()) if contracts else 0

    @api.depends("draft_count", "invoice_count")
    def _compute_found_texts(self):
        for wizard in self:
            wizard.draft_text = self.env._("%s plans do not add up", wizard.draft_count)
            wizard.invoice_text = self.env._(
                "%s open invoices could be matched", wizard.invoice_count
            )

    @api.depends("state", "contract_count", "error_count", "warning_count")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._get_summary()

    def _get_summary(self):
        figures = {
            "contracts": self.contract_count,
            "errors": self.error_count,
            "warnings": self.warning_count,
        }
        if self.state == "done":
            return self.env._("%(contracts)s contracts were taken over.", **figures)
        if self.error_count:
            return self.env._(
                "Nothing was written yet: %(errors)s errors in %(contracts)s contracts.", **figures
            )
        if self.warning_count:
            return self.env._(
                "%(contracts)s contracts can be taken over. %(warnings)s warnings stand in the file.",
                **figures,
            )
        return self.env._("%(contracts)s contracts can be taken over.", **figures)

    @api.onchange(
        "file", "company_id", "direction", "opening_date", "create_partners", "keep_drafts"
    )
    def _onchange_file(self):
        if self.state != "done":
            self.update(
                {
                    "state": "new",
                    "messages": False,
                    "error_count": 0,
                    "warning_count": 0,
                    "result_file": False,
                    "result_name": False,
                }
            )

    def action_check(self):
        """Read the file and say what would come of it; nothing is written but the messages.

        :raises AccessError: without the right to take over contracts
        :raises UserError: no file, or one that is no sheet
        """
        self.ensure_one()
        self.env["commercial.contract"]._check_opening_import_rights()
        self._check()
        return self._reopen()

    def action_take_over(self):
        """Take all contracts of the file over, or none: where the file is not free of errors any more,
        it shows them.

        :raises AccessError: without the right to take over contracts, or to enter opening amounts
        :raises UserError: no file; a contract that cannot be signed: nothing is written then
        """
        self.ensure_one()
        Contract = self.env["commercial.contract"]
        Contract._check_opening_import_rights()
        prepared = self._check()
        if self.error_count or not prepared:
            return self._reopen()
        contracts = Contract.with_company(self.company_id)._take_over(prepared, self.filename or "")
        self.write(
            {
                "state": "done",
                "contract_ids": [fields.Command.set(contracts.ids)],
                "contract_count": len(contracts),
                "file": False,
                "messages": False,
            }
        )
        return self._reopen()

    def action_open_contracts(self):
        """Open what was taken over."""
        return self.env["commercial.contract"]._action_open([("id", "in", self.contract_ids.ids)])

    def action_open_drafts(self):
        """Open the contracts whose plan does not add up."""
        domain = [("id", "in", self.contract_ids.ids), ("state", "=", "draft")]
        return self.env["commercial.contract"]._action_open(domain)

    def action_open_invoices(self):
        """Open the invoices that could be linked with what was taken over."""
        moves = self.contract_ids._get_matchable_invoices()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open Invoices without Contract"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", moves.ids)],
        }

    def action_download_template(self):
        """Download the template, in the language of the user."""
        return {
            "type": "ir.actions.act_url",
            "url": "/commercial_contract/opening_template",
            "target": "download",
        }

    def _reopen(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_opening_action"
        )
        return {**action, "res_id": self.id}

    def _check(self):
        """Check the file, keep the messages, and return what can be taken over."""
        found = self.env["commercial.contract"]._check_opening_file(
            base64.b64decode(self.with_context(bin_size=False).file or b""),
            self.filename or "",
            {
                "company": self.company_id,
                "direction": self.direction,
                "date": self.opening_date,
                "create_partners": self.create_partners,
                "keep_drafts": self.keep_drafts,
            },
        )
        remarks = found["remarks"]
        errors = sum(remark.level == "error" for remark in remarks)
        stem = (self.filename or "contracts").rpartition(".")[0] or "contracts"
        self.write(
            {
                "state": "checked",
                "error_count": errors,
                "warning_count": len(remarks) - errors,
                "contract_count": found["count"],
                "messages": self._render_messages(remarks),
                "result_file": base64.b64encode(found["file"]),
                "result_name": self.env._("%s checked.xlsx", stem),
            }
        )
        return found["prepared"]

    def _render_messages(self, remarks):
        """Return the first messages as HTML; each begins with a word for what it is."""
        words = {"error": self.env._("Error"), "warning": self.env._("Warning")}
        rows = [
            Markup("<li><b>%s</b> %s</li>") % (words[remark.level], remark.text)
            for remark in remarks[:SHOWN]
        ]
        if len(remarks) > SHOWN:
            more = self.env._("And %s more: they stand in the file.", len(remarks) - SHOWN)
            rows.append(Markup("<li>%s</li>") % more)
        return Markup("<ul>%s</ul>") % Markup().join(rows) if rows else False
