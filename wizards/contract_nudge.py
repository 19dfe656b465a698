from odoo import api, fields, models
from odoo.fields import Command

from ..models.contract.batches import run_batches

BATCH = 50  # contracts that one transaction asks for; of more it is told how far they are


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
        """Ask all who are listed, each with the sentence as it was edited, and say how many were.

        Many are asked in batches by the client, which shows how far they are.
        """
        self.ensure_one()
        rows = self.line_ids
        if len(rows) > BATCH:
            batches = [rows[start : start + BATCH].ids for start in range(0, len(rows), BATCH)]
            name = self.env._("Nudge")
            return run_batches(name, rows, "nudge_batch", batches, "finish_nudge_batches")
        found = rows.nudge_batch()
        return self._tell_nudged((rows - rows.browse(found["aside"])).contract_id)

    def _tell_nudged(self, contracts):
        """Return the notice that these contracts were asked for, with a way to the other lines."""
        aside = self.settlement_ids.filtered(
            lambda line: line.contract_id not in contracts or not line._is_waiting()
        )
        message = self.env._("%s contracts nudged.", len(contracts))
        if aside:
            message = self.env._(
                "%(count)s contracts nudged, %(aside)s settlement lines set aside.",
                count=len(contracts),
                aside=len(aside),
            )
        return aside._tell_batches(message)
