from odoo import fields, models
from odoo.tools import SQL, format_date

PEOPLE = 1000000  # a review that asks several people is a row for each; no database has more users


class ContractTodo(models.Model):
    """What awaits whose approval: contracts, amendments, terminations."""

    _name = "commercial.contract.todo"
    _inherit = ["commercial.contract.todo"]

    def _tell_approval(self):
        review = self.review_id
        names = {
            "rule": review.name,
            "date": format_date(self.env, fields.Date.context_today(self, review.create_date)),
        }
        if not self.request_id:
            return self.env._("Approve: %(rule)s, asked on %(date)s", **names)
        if self.request_id.kind == "terminate":
            return self.env._("Approve the termination: %(rule)s, asked on %(date)s", **names)
        return self.env._("Approve the amendment: %(rule)s, asked on %(date)s", **names)

    def _sql_approvals(self):
        """Reviews of draft contracts whose turn it is, for each reviewer."""
        return self._sql_reviews(
            5,
            "commercial.contract",
            SQL("commercial_contract c ON c.id = r.res_id AND c.state = 'draft' AND c.active"),
            amount=SQL("c.amount_total"),
        )

    def _sql_amendment_approvals(self):
        """Reviews of amendments that wait, terminations among them; the amount is what they change."""
        return self._sql_reviews(
            8,
            "commercial.contract.amendment.request",
            SQL(
                "commercial_contract_amendment_request q ON q.id = r.res_id AND q.state = 'draft'"
                " JOIN commercial_contract c ON c.id = q.contract_id"
            ),
            amount=SQL("q.difference"),
            request=SQL("q.id"),
        )

    def _sql_not_asked(self):
        """Whether activity ``a`` is no reminder of an approval that stands here for its user."""
        return SQL(
            "NOT EXISTS (SELECT FROM commercial_reminder_log z"
            " JOIN commercial_reminder_rule y ON y.id = z.rule_id AND y.what = 'approval'"
            " JOIN res_users_tier_review_rel asked ON asked.res_users_id = a.user_id"
            " JOIN tier_review r ON r.id = asked.tier_review_id"
            " AND r.status IN ('waiting', 'pending')"
            " WHERE z.id = a.commercial_reminder_log_id"
            " AND (r.model = 'commercial.contract' AND r.res_id = a.res_id"
            " OR r.model = 'commercial.contract.amendment.request' AND r.res_id IN ("
            "SELECT q.id FROM commercial_contract_amendment_request q WHERE q.contract_id = a.res_id)))"
        )

    def _sql_reviews(self, number, model, records, **columns):
        """As base_tier_validation tells whose turn it is.

        :param records: what is joined to the review ``r``, with the contract as ``c``
        """
        return self._sql_rows(
            number,
            "approval",
            SQL(
                "tier_review r"
                " JOIN res_users_tier_review_rel asked ON asked.tier_review_id = r.id"
                " JOIN %s"
                " LEFT JOIN tier_definition d ON d.id = r.definition_id"
                " WHERE r.model = %s AND r.status IN ('waiting', 'pending')"
                " AND NOT EXISTS ("
                "SELECT FROM tier_review o WHERE o.model = r.model AND o.res_id = r.res_id"
                " AND (o.status = 'rejected' OR d.approve_sequence IS TRUE"
                " AND o.status IN ('waiting', 'pending') AND o.sequence < r.sequence)) AND %s",
                records,
                model,
                self._sql_awake("approval", SQL("asked.res_users_id"), on_line=False),
            ),
            key=SQL("(r.id::bigint * %s + asked.res_users_id)", PEOPLE),
            user=SQL("asked.res_users_id"),
            review=SQL("r.id"),
            **columns,
        )
