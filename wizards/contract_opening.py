import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.cash.opening_check import OpeningCheck
from ..models.cash.opening_texts import column_labels, describe
from ..tools.cells import head_key
from ..tools.opening_rows import read_openings, read_tables
from ..tools.workbook import Remark, column_letter, open_workbook, read_grids, write_remarks

MAX_BYTES = 30 * 1024 * 1024
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
        string="Opening Date",
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
    contract_count = fields.Integer(string="Contracts", readonly=True)
    contract_ids = fields.Many2many(
        "commercial.contract", "commercial_contract_opening_rel", readonly=True
    )
    draft_count = fields.Integer(compute="_compute_found", compute_sudo=False)
    invoice_count = fields.Integer(compute="_compute_found", compute_sudo=False)

    @api.depends("contract_ids")
    def _compute_found(self):
        for wizard in self:
            contracts = wizard.contract_ids
            wizard.draft_count = len(contracts.filtered(lambda c: c.state == "draft"))
            wizard.invoice_count = len(contracts._get_matchable_invoices()) if contracts else 0

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
        """Read and check the file, keep the messages, and return what can be taken over."""
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        book = self._open_book(content)
        labels = column_labels(self.env)
        names = {head_key(label): column for column, label in labels.items()}
        tables = read_tables(read_grids(content, book), names)
        openings, faults = read_openings(tables, self._is_day_first())
        check = OpeningCheck(self.env, openings, self._get_options(), faults).run()
        remarks = list(self._get_remarks([*faults, *check.faults], labels))
        remarks += self._get_general_remarks(openings, tables, check)
        remarks.sort(key=lambda remark: (remark.level != "error", remark.sheet, remark.row))
        done = [
            Remark(
                "done",
                self.env._("Can be taken over."),
                part.opening.head.sheet,
                part.opening.head.row,
            )
            for part in check.prepared
        ]
        heading = {table.title: (table.head, self.env._("Check Result")) for _kind, table in tables}
        errors = [remark for remark in remarks if remark.level == "error"]
        told = {(remark.sheet, remark.row) for remark in remarks}
        done = [remark for remark in done if (remark.sheet, remark.row) not in told]
        result = write_remarks(book, [*remarks, *done], heading)
        stem = (self.filename or "contracts").rpartition(".")[0] or "contracts"
        self.write(
            {
                "state": "checked",
                "error_count": len(errors),
                "warning_count": len(remarks) - len(errors),
                "contract_count": len(openings),
                "messages": self._render_messages(remarks),
                "result_file": base64.b64encode(result),
                "result_name": f"{stem} {self.env._('checked')}.xlsx",
            }
        )
        return check.prepared

    def _open_book(self, content):
        if not content:
            raise UserError(
                self.env._("There is no file yet. Choose the file with the running contracts.")
            )
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._("The file is larger than %s MB. Split it.", MAX_BYTES // 1024 // 1024)
            )
        try:
            return open_workbook(content, self.filename or "")
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%s is no sheet that can be read. Save it as an Excel workbook (.xlsx) and choose it again.",
                    self.filename or self.env._("The file"),
                )
            ) from error

    def _is_day_first(self):
        """Return how the user's language writes 5/3/2026, or None where it puts the year first."""
        form = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").date_format or ""
        order = [part for part in form if part in "dmbBY"]
        if not order or order[0] == "Y":
            return None
        return order[0] == "d"

    def _get_options(self):
        return {
            "company": self.company_id,
            "direction": self.direction,
            "date": self.opening_date,
            "create_partners": self.create_partners,
            "keep_drafts": self.keep_drafts,
        }

    def _get_remarks(self, faults, labels):
        """Yield a remark for each fault, once."""
        seen = set()
        for fault in faults:
            text = describe(self.env, fault)
            column = fault.entry.columns.get(fault.column)
            names = {
                "sheet": fault.entry.sheet,
                "row": fault.entry.row,
                "column": " ".join(
                    filter(
                        None,
                        (
                            column is not None and column_letter(column + 1),
                            labels.get(fault.column),
                        ),
                    )
                ),
                "text": text,
            }
            if names["column"]:
                text = self.env._("%(sheet)s, row %(row)s, column %(column)s: %(text)s", **names)
            else:
                text = self.env._("%(sheet)s, row %(row)s: %(text)s", **names)
            remark = Remark(fault.level, text, fault.entry.sheet, fault.entry.row, column)
            if remark not in seen:
                seen.add(remark)
                yield remark

    def _get_general_remarks(self, openings, tables, check):
        """Return what is wrong with the file as a whole."""
        found = []
        if not tables:
            found.append(
                self.env._(
                    "No sheet has heads that are known, such as Contract No., Customer and Contract Amount."
                    " Take the template, or correct the heads."
                )
            )
        elif not openings:
            found.append(self.env._("The file holds no contract. Write one into each row."))
        if check.new_partners and not self.env["res.partner"].has_access("create"):
            found.append(
                self.env._(
                    "Contacts are missing, and you may not create any. Ask somebody with the right to create contacts."
                )
            )
        amounts = any("opening_date" in row for part in check.prepared for row in part.plan)
        if (
            amounts
            and not self.env.su
            and not self.env.user.has_group("commercial_contract.group_contract_finance")
        ):
            found.append(
                self.env._(
                    "Amounts from before Odoo are entered by finance. Ask somebody with that right."
                )
            )
        return [Remark("error", text) for text in found]

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
