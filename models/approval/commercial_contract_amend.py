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

    def _get_terminating_faults(self, reason, date):
        faults = super()._get_terminating_faults(reason, date)
        return faults or [
            self.env._(
                "The termination of %(contract)s falls under an approval rule (%(rules)s). Request the"
                " approval in the dialog 'Terminate'.",
                contract=contract.display_name,
                rules=format_list(self.env, rules.mapped("name")),
            )
            for contract, rules in self._get_terminating_rules(reason, date).items()
        ]

    def _get_terminating_rules(self, reason, date):
        """Return {contract: the approval rules that its termination falls under}, without those that
        fall under none."""
        requests = self.env["commercial.contract.amendment.request"]
        if not self.env["tier.definition"]._get_active_tiers(requests._name):
            return {}
        values = self._prepare_terminations(reason, date)
        drafts = requests.concat(*(requests.new(vals) for vals in values))
        found = zip(self, drafts._get_tiers().values(), strict=True)
        return {contract: rules for contract, rules in found if rules}
