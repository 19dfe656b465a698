from odoo import api, fields, models
from odoo.tools import format_list


class CommercialContractReason(models.TransientModel):
    """Asks for the reason before contracts are completed, terminated or suspended."""

    _name = "commercial.contract.reason"
    _description = "Reason"

    action = fields.Selection(
        [
            ("complete", "Complete"),
            ("terminate", "Terminate"),
            ("suspend", "Suspend"),
            ("reject", "Reject"),
        ],
        string="What Happens",
        required=True,
        readonly=True,
    )
    contract_ids = fields.Many2many(
        "commercial.contract",
        string="Contracts",
        default=lambda self: self._default_contract_ids(),
        readonly=True,
    )
    request_ids = fields.Many2many(
        "commercial.contract.amendment.request",
        "commercial_contract_reason_request_rel",
        string="Amendment Requests",
        readonly=True,
    )
    reason = fields.Char(help="Stays on the contract, for whoever asks later.")
    date = fields.Date(
        string="Effective On",
        default=fields.Date.context_today,
        help="The day from which it holds.",
    )
    amount_unsettled = fields.Monetary(
        string="Unsettled",
        compute="_compute_amount_unsettled",
        help="What the plan still waits for.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_amount_unsettled")
    approval_text = fields.Text(string="Approval in Words", compute="_compute_approval_text")
    needs_reason = fields.Boolean(compute="_compute_needs_reason", export_string_translation=False)

    def _default_contract_ids(self):
        if self.env.context.get("active_model") == "commercial.contract":
            return self.env.context.get("active_ids")
        return False

    @api.depends("contract_ids.amount_unsettled", "contract_ids.currency_id")
    def _compute_amount_unsettled(self):
        """Shown where it can be added up: all contracts in one currency."""
        for wizard in self:
            currency = wizard.contract_ids.currency_id
            one = len(currency) == 1
            wizard.currency_id = currency if one else False
            wizard.amount_unsettled = (
                sum(wizard.contract_ids.mapped("amount_unsettled")) if one else 0.0
            )

    @api.depends("contract_ids", "action")
    def _compute_needs_reason(self):
        for wizard in self:
            wizard.needs_reason = wizard.action != "complete" or any(
                contract._awaits_more_than_completion() for contract in wizard.contract_ids
            )

    @api.depends("contract_ids", "action", "date")
    def _compute_approval_text(self):
        """Who has to agree to the end of contracts; nothing where it is direct."""
        for wizard in self:
            wizard.approval_text = "\n".join(
                self.env._(
                    "The termination of %(contract)s falls under an approval rule (%(rules)s) and is put in"
                    " force once all have agreed.",
                    contract=contract.display_name,
                    rules=format_list(self.env, rules.mapped("name")),
                )
                for contract, rules in wizard._get_rules().items()
            )

    def _get_rules(self):
        """Return {contract: the approval rules that its end falls under}."""
        if self.action != "terminate":
            return {}
        # not as the dialog holds them: a rule reads what is stored
        return self.contract_ids._origin._get_terminating_rules(self.reason, self.date)

    def action_request(self):
        """Ask whoever has to agree to the end of contracts, end the others, and open the requests."""
        self.ensure_one()
        asked = self.contract_ids.browse(contract.id for contract in self._get_rules())
        (self.contract_ids - asked).action_terminate(self.reason, self.date)
        requests = asked.prepare_termination(self.reason, self.date)
        requests.action_request_approval()
        return requests._get_records_action()

    def action_confirm(self):
        """Do what was asked for on all contracts, with the reason."""
        self.ensure_one()
        if self.action == "complete":
            self.contract_ids.action_complete(self.reason)
        elif self.action == "terminate":
            self.contract_ids.action_terminate(self.reason, self.date)
        elif self.action == "reject":
            (self.request_ids or self.contract_ids).action_reject(self.reason)
        else:
            self.contract_ids.action_suspend(self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}
