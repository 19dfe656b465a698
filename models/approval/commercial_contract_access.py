from odoo import models
from odoo.tools import SQL


class CommercialContractAccess(models.AbstractModel):
    """Who must approve a contract, or an amendment of it, reads it as long as the review is there, and does
    nothing else to it."""

    _name = "commercial.contract.access"
    _inherit = ["commercial.contract.access"]

    def _sql_readers(self):
        reviews, requests = (
            self.env["tier.review"],
            self.env["commercial.contract.amendment.request"],
        )
        return SQL(
            "%(readers)s UNION ALL SELECT review.res_id FROM tier_review review"
            " JOIN res_users_tier_review_rel reviewer ON reviewer.tier_review_id = review.id"
            " WHERE reviewer.res_users_id = %(uid)s AND review.model = 'commercial.contract'"
            " UNION ALL SELECT request.contract_id FROM tier_review review"
            " JOIN res_users_tier_review_rel reviewer ON reviewer.tier_review_id = review.id"
            " JOIN commercial_contract_amendment_request request ON request.id = review.res_id"
            " WHERE reviewer.res_users_id = %(uid)s"
            " AND review.model = 'commercial.contract.amendment.request'",
            readers=super()._sql_readers(),
            uid=self.env.uid,
            to_flush=[
                *(reviews._fields[name] for name in ("model", "res_id", "reviewer_ids")),
                requests._fields["contract_id"],
            ],
        )
