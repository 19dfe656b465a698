from odoo import models
from odoo.tools import format_list


class CommercialContract(models.Model):
    """An amendment that falls under approval rules is carried out once all have agreed to its request."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_amending_faults(self, amending, reason, date):
        faults = super()._get_amending_faults(amending, reason, date)
        if faults or amending.is_approved:
            return faults
        rules = self._get_amending_rules(amending, reason, date)
        if not rules:
            return []
        return [
            self.env._(
                "The amendment of %(contract)s falls under an approval rule (%(rules)s). Request the approval"
                " in the dialog 'Amend'.",
                contract=self.display_name,
                rules=format_list(self.env, rules.mapped("name")),
            )
        ]

    def _get_amending_rules(self, amending, reason, date):
        """Return the approval rules that an amendment falls under, which was worked out but not kept."""
        requests = self.env["commercial.contract.amendment.request"]
        rules = self.env["tier.definition"]
        if not rules._get_active_tiers(requests._name):
            return rules
        draft = requests.new(self._prepare_request(amending, reason, date))
        return draft._get_tiers()[draft]
