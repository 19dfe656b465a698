from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list


class MailActivitySchedule(models.TransientModel):
    """Odoo lets an activity go to somebody who does not see its record. On a contract that is said before
    it is done, and the person can become a deputy at once."""

    _inherit = "mail.activity.schedule"

    commercial_blind_text = fields.Text(
        string="Does Not See the Contract", compute="_compute_commercial_blind_text"
    )
    commercial_make_deputy = fields.Boolean(
        string="Make This Person a Deputy",
        help="A deputy sees and edits the contract like the responsible.",
    )

    @api.depends("res_model", "res_ids", "activity_user_id")
    def _compute_commercial_blind_text(self):
        for scheduler in self:
            contracts = scheduler._get_blind_contracts()
            scheduler.commercial_blind_text = bool(contracts) and scheduler.env._(
                "%(person)s does not see %(contracts)s, and will read this activity only.",
                person=scheduler.activity_user_id.name,
                contracts=format_list(scheduler.env, contracts.mapped("display_name")),
            )

    def _get_blind_contracts(self):
        """Return the contracts of this activity that the chosen person may not see."""
        contracts = self.env["commercial.contract"]
        model = self.env.get(self.res_model or "")
        if not self.activity_user_id or model is None or "is_mine" not in model._fields:
            return contracts
        records = self._get_applied_on_records()
        contracts |= records if records._name == contracts._name else records.contract_id
        if not contracts:
            return contracts
        return contracts - contracts.with_user(self.activity_user_id)._filtered_access(
            "read"
        ).with_env(self.env)

    def action_schedule_activities(self):
        self._make_commercial_deputy()
        return super().action_schedule_activities()

    def action_schedule_activities_done(self):
        self._make_commercial_deputy()
        return super().action_schedule_activities_done()

    def _make_commercial_deputy(self):
        for scheduler in self.filtered("commercial_make_deputy"):
            contracts = scheduler._get_blind_contracts()
            contracts.deputy_ids = [Command.link(scheduler.activity_user_id.id)]
