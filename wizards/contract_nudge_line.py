from odoo import fields, models


class CommercialContractNudgeLine(models.TransientModel):
    _name = "commercial.contract.nudge.line"
    _inherit = ["commercial.contract.dialog"]
    _description = "One Nudge"
    _order = "id"

    nudge_id = fields.Many2one(
        "commercial.contract.nudge", string="Dialog", required=True, ondelete="cascade"
    )
    contract_id = fields.Many2one("commercial.contract", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Responsible", required=True, ondelete="cascade")
    summary = fields.Char(
        string="Asked For",
        required=True,
        help="What the responsible reads in the list of activities.",
    )

    def nudge_batch(self):
        """Ask all of these rows; one whose money came meanwhile is set aside.

        :returns: dict of ``made``: ids of activities; ``aside``: ids of these rows that were left
        :raises UserError: nothing of it can be asked for
        """
        contracts = self.contract_id
        lines = self.nudge_id.settlement_ids.filtered(lambda line: line.contract_id in contracts)
        activities, _faults = lines._nudge({row.contract_id: row.summary for row in self})
        nudged = set(activities.mapped("res_id"))
        aside = self.filtered(lambda row: row.contract_id.id not in nudged)
        return {"made": activities.ids, "aside": aside.ids}

    def finish_nudge_batches(self, result):
        """Return the action that tells how many were asked, and leads to what was left.

        :param result: dict of ids of rows: ``done``, ``aside``, and ``left`` where it was stopped
        """
        done = self.browse(result["done"])
        wizard = self.browse(result["done"] + result["aside"] + result["left"]).nudge_id
        return wizard._tell_nudged(done.contract_id)
