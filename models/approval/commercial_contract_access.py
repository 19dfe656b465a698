from odoo import models
from odoo.tools import SQL


class CommercialContractAccess(models.AbstractModel):
    """Who must approve a contract reads it, as long as the review is there."""

    _name = "commercial.contract.access"
    _inherit = ["commercial.contract.access"]

    def _sql_people(self):
        reviews = self.env["tier.review"]
        return SQL(
            "%(people)s UNION ALL SELECT review.res_id FROM tier_review review"
            " JOIN res_users_tier_review_rel reviewer ON reviewer.tier_review_id = review.id"
            " WHERE reviewer.res_users_id = %(uid)s AND review.model = 'commercial.contract'",
            people=super()._sql_people(),
            uid=self.env.uid,
            to_flush=[reviews._fields[name] for name in ("model", "res_id", "reviewer_ids")],
        )
