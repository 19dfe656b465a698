from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

# What must be filled in before each way shows a plan.
NEEDED = {
    "recurrence": ("interval", "date", "date_end"),
    "text": ("text",),
    "term": ("payment_term_id", "date"),
    "contract": ("other_id", "date"),
}


class CommercialContractPlanBuilder(models.TransientModel):
    """Asks how a plan is built and shows its lines before they are taken."""

    _name = "commercial.contract.plan.builder"
    _inherit = ["commercial.contract.dialog"]
    _description = "Build a Settlement Plan"

    contract_id = fields.Many2one("commercial.contract", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    source = fields.Selection(
        [
            ("recurrence", "Every Few Months or Weeks"),
            ("text", "Percents"),
            ("term", "Payment Terms"),
            ("contract", "Another Contract"),
        ],
        string="Build From",
        required=True,
        default="recurrence",
    )
    mode = fields.Selection(
        [("replace", "Replace the lines"), ("append", "Keep the lines and plan the rest")],
        string="Lines There Are",
        required=True,
        default="replace",
    )
    has_plan = fields.Boolean(compute="_compute_has_plan", export_string_translation=False)
    text = fields.Char(
        string="Parts",
        help="30/60/10 for three lines with these percents, 3x for three equal ones.",
    )
    payment_term_id = fields.Many2one("account.payment.term")
    other_id = fields.Many2one("commercial.contract", string="Copy From")
    interval = fields.Integer(string="Every", default=1)
    unit = fields.Selection(
        [("months", "Months"), ("weeks", "Weeks")],
        string="Period",
        required=True,
        default="months",
    )
    date = fields.Date(
        string="Starts On",
        compute="_compute_dates",
        store=True,
        compute_sudo=False,
        readonly=False,
        help="The first due date, the day from which terms count, or the day that stands for the"
        " start of the contract that is copied.",
    )
    date_end = fields.Date(
        string="Last Possible Date",
        compute="_compute_dates",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    uplift_percent = fields.Float(
        string="Yearly Uplift (%)",
        help="From each anniversary of the start on, the amount is higher by this. The first year's"
        " is solved so that all add up to the contract amount.",
    )
    retention_percent = fields.Float(
        string="Retention (%)",
        compute="_compute_retention",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    retention_days = fields.Integer(
        string="Days after Completion",
        compute="_compute_retention",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    retention_split = fields.Boolean(
        string="Retention per Instalment",
        compute="_compute_retention",
        store=True,
        compute_sudo=False,
        readonly=False,
    )
    method_id = fields.Many2one("commercial.settlement.method", string="Settlement Method")
    auto_bill = fields.Boolean(
        string="Invoice Automatically",
        help="The daily job makes the draft invoices when the new lines come due.",
    )
    line_ids = fields.One2many(
        "commercial.contract.plan.builder.line",
        "builder_id",
        string="New Lines",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
    )
    fault = fields.Text(compute="_compute_line_ids", store=True, compute_sudo=False)

    @api.depends("contract_id")
    def _compute_has_plan(self):
        for wizard in self:
            wizard.has_plan = bool(wizard.contract_id.settlement_ids)

    @api.depends("contract_id")
    def _compute_dates(self):
        for wizard in self:
            contract = wizard.contract_id
            today = fields.Date.context_today(wizard)
            wizard.date = contract.date_start or contract.date_signed or today
            wizard.date_end = contract.date_end

    @api.depends("contract_id")
    def _compute_retention(self):
        for wizard in self:
            contract = wizard.contract_id
            wizard.retention_percent = contract.retention_percent
            wizard.retention_days = contract.retention_days
            wizard.retention_split = contract.retention_split

    @api.depends(
        "contract_id",
        "source",
        "mode",
        "text",
        "payment_term_id",
        "other_id",
        "interval",
        "unit",
        "date",
        "date_end",
        "uplift_percent",
        "retention_percent",
        "retention_days",
        "retention_split",
    )
    def _compute_line_ids(self):
        """Show what would be planned; a plan that cannot be built says why."""
        for wizard in self:
            rows, wizard.fault = [], False
            if all(wizard[name] for name in NEEDED[wizard.source]):
                try:
                    rows = wizard._prepare_plan()
                except UserError as error:
                    wizard.fault = str(error)
            lines = wizard.line_ids
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(lines._prepare_preview(row)) for row in rows),
            ]

    def _prepare_plan(self):
        contract, append = self.contract_id, self.mode == "append"
        rows = self._prepare_rows(contract, contract._get_units_to_plan(append))
        return contract._finish_plan(rows, append, self._get_retention())

    def _prepare_rows(self, contract, units):
        if self.source == "text":
            return contract._prepare_quick_plan(units, self.text)
        if self.source == "term":
            return contract._prepare_term_plan(units, self.payment_term_id, self.date)
        if self.source == "contract":
            return contract._prepare_copied_plan(units, self.other_id, self.date)
        return contract._prepare_recurrence(
            units,
            self.date,
            self.date_end,
            self.interval if self.unit == "months" else 0,
            self.interval if self.unit == "weeks" else 0,
            self.uplift_percent,
        )

    def _get_retention(self):
        """A copied plan has its retention lines already."""
        if self.source == "contract":
            return None
        return self.retention_percent, self.retention_days, self.retention_split

    def action_build(self):
        """Build the plan that is shown; the retention stays with the contract.

        :raises UserError: something is missing, or what keeps the plan from being built
        """
        self.ensure_one()
        missing = [name for name in NEEDED[self.source] if not self[name]]
        if missing:
            labels = self.fields_get(missing, ["string"])
            raise UserError(
                self.env._(
                    "The plan of %(contract)s cannot be built yet. Fill in: %(fields)s.",
                    contract=self.contract_id.display_name,
                    fields=format_list(self.env, [labels[name]["string"] for name in missing]),
                )
            )
        retention = self._get_retention()
        if retention:
            names = ("retention_percent", "retention_days", "retention_split")
            self.contract_id.write(dict(zip(names, retention, strict=True)))
        lines = self.contract_id._build_plan(
            self._prepare_rows, self.mode == "append", retention=bool(retention)
        )
        if retention:  # a copied plan has its own
            lines.write({"method_id": self.method_id.id, "auto_bill": self.auto_bill})
        return {"type": "ir.actions.act_window_close"}
