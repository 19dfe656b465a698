from odoo import api, fields, models


class CommercialContractHandover(models.TransientModel):
    """Asks who takes over which contracts, and why; the contracts change hands together."""

    _name = "commercial.contract.handover"
    _description = "Hand Over Contracts"

    chosen_ids = fields.Many2many(
        "commercial.contract",
        "commercial_contract_handover_chosen_rel",
        string="Chosen Contracts",
        default=lambda self: self._default_chosen_ids(),
        readonly=True,
    )
    which = fields.Selection(
        [("chosen", "The Chosen Ones"), ("running", "All Running Ones of a Person")],
        string="Which Contracts",
        required=True,
        default=lambda self: "chosen" if self._default_chosen_ids() else "running",
    )
    from_user_id = fields.Many2one(
        "res.users",
        string="Responsible Before",
        domain="[('share', '=', False), ('active', 'in', [True, False])]",
        help="Only the contracts for which this person is responsible.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="New Responsible",
        required=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Becomes the responsible: gets the reminders, and the figures count for this person.",
    )
    contract_ids = fields.Many2many(
        "commercial.contract",
        "commercial_contract_handover_contract_rel",
        string="Contracts",
        compute="_compute_contract_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )
    reason = fields.Char(
        required=True, help="Stays in the history of each contract, for whoever asks later."
    )
    with_activities = fields.Boolean(
        string="Open Activities Go Along",
        default=True,
        help="What the person before still has to do on these contracts becomes the new person's.",
    )
    as_deputy = fields.Boolean(
        string="Person Before Stays as Deputy",
        help="A deputy sees and edits the contract like the responsible. Else the person before"
        " stops following the contracts.",
    )
    moves_department = fields.Boolean(
        string="Change the Department",
        help="Without it, the contracts stay in their department.",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="New Department",
        compute="_compute_department_id",
        store=True,
        compute_sudo=False,
        readonly=False,
    )

    def _default_chosen_ids(self):
        if self.env.context.get("active_model") == "commercial.contract":
            return self.env.context.get("active_ids")
        return False

    @api.depends("which", "from_user_id", "chosen_ids")
    def _compute_contract_ids(self):
        for wizard in self:
            person = wizard.from_user_id
            if wizard.which == "chosen":
                contracts = wizard.chosen_ids
                if person:
                    contracts = contracts.filtered(lambda c, person=person: c.user_id == person)
            else:
                contracts = wizard.chosen_ids._get_running_of(person)
            wizard.contract_ids = contracts

    @api.depends("moves_department", "user_id")
    def _compute_department_id(self):
        for wizard in self:
            # sudo: an employee's department is closed to people outside HR; only the id is taken
            employee = (
                self.env["hr.employee"]
                .sudo()
                .search([("user_id", "=", wizard.user_id.id), ("user_id", "!=", False)], limit=1)
            )
            wizard.department_id = employee.department_id.id if wizard.moves_department else False

    def action_hand_over(self):
        """Give the listed contracts to the new person, and say how many changed hands."""
        self.ensure_one()
        contracts = self.contract_ids
        contracts._hand_over(
            self.user_id,
            self.reason,
            as_deputy=self.as_deputy,
            department=self.department_id or None,
            with_activities=self.with_activities,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s contracts handed over to %(person)s.",
                    count=len(contracts),
                    person=self.user_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
