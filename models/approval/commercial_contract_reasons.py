from odoo import models
from odoo.tools import SQL

from ..contract.parts import OWN


class CommercialContract(models.Model):
    """Who must approve a contract sees it: the reason of commercial_contract_access.py by its name."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_access_reasons(self):
        return [*super()._get_access_reasons(), ("reviewer", OWN, self._sql_reviewers())]

    def _get_access_reason_labels(self):
        return {**super()._get_access_reason_labels(), "reviewer": self.env._("Reviewer")}

    def _sql_reviewers(self):
        return SQL(
            "SELECT review.res_id AS contract_id, reviewer.res_users_id AS user_id,"
            " NULL::int AS department_id FROM tier_review review"
            " JOIN res_users_tier_review_rel reviewer ON reviewer.tier_review_id = review.id"
            " WHERE review.model = 'commercial.contract'"
            " UNION SELECT request.contract_id, reviewer.res_users_id, NULL::int FROM tier_review review"
            " JOIN res_users_tier_review_rel reviewer ON reviewer.tier_review_id = review.id"
            " JOIN commercial_contract_amendment_request request ON request.id = review.res_id"
            " WHERE review.model = 'commercial.contract.amendment.request'",
            to_flush=[
                *self._columns("tier.review", "model", "res_id", "reviewer_ids"),
                *self._columns("commercial.contract.amendment.request", "contract_id"),
            ],
        )
