from odoo import api, fields, models
from odoo.tools import format_list, ormcache

from .tier_review import CONTRACT, OURS, REQUEST

# What a rule concerns, by the word for it.
MODELS = {"contract": CONTRACT, "amendment": REQUEST}


class TierDefinition(models.Model):
    """The approval rules of contracts and amendments: read once, then known until one of them changes."""

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

    concerns = fields.Selection(
        [("contract", "Contracts before Signing"), ("amendment", "Amendments of Signed Contracts")],
        string="What Is Approved",
        compute="_compute_concerns",
        inverse="_inverse_concerns",
        default=lambda self: self._default_concerns(),
    )
    concerned_model = fields.Char(
        compute="_compute_concerned_model", export_string_translation=False
    )

    def _default_concerns(self):
        """A rule that is made from the menu of contracts; rules of other documents have no such word."""
        # sudo: models are closed to users; only which one is meant is taken
        model = self.env["ir.model"].sudo()._get(CONTRACT)
        return "contract" if self.env.context.get("default_model_id") == model.id else False

    @api.depends("concerns")
    def _compute_concerned_model(self):
        for rule in self:
            rule.concerned_model = MODELS.get(rule.concerns, False)

    @api.depends("model_id")
    def _compute_concerns(self):
        words = {model: word for word, model in MODELS.items()}
        for rule in self:
            rule.concerns = words.get(rule.model, False)

    def _inverse_concerns(self):
        # sudo: models are closed to users; which of the two is meant is all that is taken
        models = self.env["ir.model"].sudo()
        for word, rules in self.grouped("concerns").items():
            if word:
                persons = rules.grouped("contract_person")
                rules.model_id = models._get(MODELS[word])
                for person, found in persons.items():  # the same person, of the other model
                    if person:
                        found.contract_person = person

    @api.onchange("concerns")
    def _onchange_concerns(self):
        """The filter names fields of what is approved."""
        if self.concerns != self._origin.concerns:
            self.definition_domain = False

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
        for (name, word), rules in self.grouped(lambda r: (r.contract_person, r.concerns)).items():
            if name:
                rules.reviewer_field_id = known._get(MODELS.get(word, CONTRACT), name).id

    @api.onchange("review_type", "reviewer_id", "reviewer_group_id", "model_id")
    def _onchange_warn_reviewer_access(self):
        # sudo: models and groups are closed to users; each approver is asked as himself
        rule = self.sudo()
        if rule.model_id.model not in OURS:
            return super()._onchange_warn_reviewer_access()
        blind = rule._reviewers_without_model_access(
            CONTRACT, rule._reviewers_to_check_for_access()
        )
        if not blind:
            return None
        names = format_list(self.env, blind.mapped("name"))
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
        return [*super()._get_tier_validation_model_names(), *OURS]

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: as above
        models = self.env["ir.model"].sudo()
        words = {models._get(model).id: word for word, model in MODELS.items()}
        rules = super().create(
            [
                # a default says nothing against the model
                {"concerns": words.get(vals["model_id"], False), **vals}
                if vals.get("model_id")
                else vals
                for vals in vals_list
            ]
        )
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
    @ormcache("model")
    def _get_active_tiers(self, model):
        """Return (id, company id or False) of each active rule for a model, in the order in which
        base_tier_validation asks for them. Where there is none, a record costs no query."""
        # sudo: a rule holds for every contract of its company, whoever works on it
        rules = self.sudo().with_context(active_test=True)
        found = rules.search([("model", "=", model)], order="sequence desc, id")
        return tuple((rule.id, rule.company_id.id) for rule in found)
