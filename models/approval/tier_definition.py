from odoo import api, fields, models
from odoo.tools import ormcache

from .tier_review import CONTRACT


class TierDefinition(models.Model):
    """The approval rules of contracts: read once, then known until one of them changes."""

    _name = "tier.definition"
    _inherit = ["tier.definition"]

    # The choices of base_tier_validation in the words of contracts, and without technical names.
    approver = fields.Selection(
        [
            ("individual", "A User"),
            ("group", "Anybody of a Group"),
            ("field", "A Person of the Contract"),
        ],
        string="Who Approves",
        compute="_compute_approver",
        inverse="_inverse_approver",
    )
    contract_person = fields.Selection(
        [
            ("department_manager_id", "Manager of the Department"),
            ("user_manager_id", "Manager of the Responsible"),
            ("user_id", "Responsible"),
        ],
        string="Which Person",
        compute="_compute_contract_person",
        inverse="_inverse_contract_person",
    )

    @api.depends("review_type")
    def _compute_approver(self):
        for rule in self:
            rule.approver = rule.review_type

    def _inverse_approver(self):
        for kind, rules in self.grouped("approver").items():
            rules.review_type = kind
            if kind != "individual":
                rules.reviewer_id = False
            if kind != "group":
                rules.reviewer_group_id = False
            if kind != "field":
                rules.reviewer_field_id = False

    @api.depends("reviewer_field_id")
    def _compute_contract_person(self):
        names = dict(self._fields["contract_person"].selection)
        for rule in self:
            # sudo: fields are closed to users; only the name is taken
            name = rule.sudo().reviewer_field_id.name
            rule.contract_person = name if name in names else False

    def _inverse_contract_person(self):
        # sudo: as above
        known = self.env["ir.model.fields"].sudo()
        for name, rules in self.grouped("contract_person").items():
            if name:
                rules.reviewer_field_id = known._get(CONTRACT, name).id

    @api.onchange("review_type", "reviewer_id", "reviewer_group_id", "model_id")
    def _onchange_warn_reviewer_access(self):
        # sudo: models and groups are closed to users; each approver is asked as himself
        rule = self.sudo()
        if rule.model_id.model != CONTRACT:
            return super()._onchange_warn_reviewer_access()
        blind = rule._reviewers_without_model_access(
            CONTRACT, rule._reviewers_to_check_for_access()
        )
        if not blind:
            return None
        names = ", ".join(blind.mapped("name"))
        return {
            "warning": {
                "title": self.env._("Approvers without Contracts"),
                "message": self.env._(
                    "%s cannot open contracts and so cannot approve them. Give them a right to"
                    " contracts, or choose somebody else.",
                    names,
                ),
            }
        }

    @api.model
    def _get_tier_validation_model_names(self):
        return [*super()._get_tier_validation_model_names(), CONTRACT]

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _get_contract_tiers(self):
        """Return (id, company id or False) of each active rule for contracts, in the order in which
        base_tier_validation asks for them. Where there is none, a contract costs no query."""
        # sudo: a rule holds for every contract of its company, whoever works on it
        rules = self.sudo().with_context(active_test=True)
        found = rules.search([("model", "=", CONTRACT)], order="sequence desc, id")
        return tuple((rule.id, rule.company_id.id) for rule in found)
