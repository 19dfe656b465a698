from odoo import api, fields, models
from odoo.fields import Command


class CommercialContractNudge(models.TransientModel):
    """Shows who is asked for what before anybody is; the settlement lines ask."""

    _name = "commercial.contract.nudge"
    _description = "Nudge of the Responsible"

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_nudge_settlement_rel",
        string="Settlement Lines",
        readonly=True,
    )
    line_ids = fields.One2many(
        "commercial.contract.nudge.line",
        "nudge_id",
        string="Who Is Asked",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )
    set_aside = fields.Text(compute="_compute_set_aside", export_string_translation=False)

    @api.depends("settlement_ids")
    def _compute_line_ids(self):
        for wizard in self:
            asked, _faults = wizard.settlement_ids._origin._get_nudged()
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "contract_id": contract.id,
                            "user_id": contract._get_reminded_user().id,
                            "summary": lines._tell_nudge(),
                        }
                    )
                    for contract, lines in asked.items()
                ),
            ]

    @api.depends("settlement_ids")
    def _compute_set_aside(self):
        for wizard in self:
            _asked, faults = wizard.settlement_ids._origin._get_nudged()
            wizard.set_aside = "\n".join(faults)

    def action_nudge(self):
        """Ask all who are listed, each with the sentence as it was edited, and say how many were."""
        self.ensure_one()
        contracts = self.line_ids.contract_id
        lines = self.settlement_ids.filtered(lambda line: line.contract_id in contracts)
        texts = {row.contract_id: row.summary for row in self.line_ids}
        activities, _faults = lines._nudge(texts)
        nudged = set(activities.mapped("res_id"))
        asked = lines.filtered(lambda line: line.contract_id.id in nudged and line._is_waiting())
        aside = len(self.settlement_ids) - len(asked)
        message = self.env._("%s contracts nudged.", len(activities))
        if aside:
            message = self.env._(
                "%(count)s contracts nudged, %(aside)s settlement lines set aside.",
                count=len(activities),
                aside=aside,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
