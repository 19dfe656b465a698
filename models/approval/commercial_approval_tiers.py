from odoo import models


class CommercialApproval(models.AbstractModel):
    """Which approvals a record needs."""

    _name = "commercial.approval"
    _inherit = ["commercial.approval"]

    def _get_tiers(self):
        """Return {record: the approval rules that it falls under}, in the order of the approvals.

        The rules are read once for all records, and each is asked once about all of them.
        """
        # sudo: a rule may look at what the user himself does not see
        rules = self.env["tier.definition"].sudo()
        found = dict.fromkeys(self, rules)
        for rule_id, company_id in rules._get_active_tiers(self._name):
            rule = rules.browse(rule_id)
            # sudo: as above
            contracts = self.sudo().filtered(lambda c: company_id in (False, c.company_id.id))  # noqa: B023
            if rule.definition_type == "domain":
                contracts = contracts.evaluate_tier(rule)
            else:  # other addons bring kinds that look at one record at a time
                contracts = contracts.filtered(lambda c: c.evaluate_tier(rule))  # noqa: B023
            for contract in contracts.with_env(self.env):
                found[contract] |= rule
        return found

    def _get_open_tiers(self):
        """Return {draft that nobody was asked about yet: the approvals that it needs}, without those
        that need none."""
        if not self.env["tier.definition"]._get_active_tiers(self._name):
            return {}
        asked = self.filtered(
            lambda c: isinstance(c.id, int) and c.state == "draft" and not c.review_ids
        )
        return {contract: tiers for contract, tiers in asked._get_tiers().items() if tiers}
