from odoo import fields, models


class ResPartner(models.Model):
    """What this customer or vendor promised to pay, beside what it owes."""

    _inherit = "res.partner"

    commercial_promise_count = fields.Integer(
        string="Promise Count", compute="_compute_commercial_promise_count"
    )

    def _compute_commercial_promise_count(self):
        """Promises on the contracts of the company, whichever of its contacts stands on them."""
        promises = self.env["commercial.contract.promise"]
        counts = dict(
            promises._read_group(
                [("contract_id.commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["contract_id.commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.commercial_promise_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_commercial_promises(self):
        """Open all promises on the contracts of this partner's company, kept and broken."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_promise_action"
        )
        partners = self.commercial_partner_id.ids
        action["domain"] = [("contract_id.commercial_partner_id", "in", partners)]
        action["context"] = {"search_default_group_state": 1}
        return action
