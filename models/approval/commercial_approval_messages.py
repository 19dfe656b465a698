from odoo import models


class CommercialApproval(models.AbstractModel):
    """What base_tier_validation writes to reviewers where a rule asks for it, in our words."""

    _name = "commercial.approval"
    _inherit = ["commercial.approval"]

    def _notify_created_review_body(self):
        return self._tell_asked(self.env.user)

    def _notify_requested_review_body(self, tier_reviews=None):
        return self._tell_asked(tier_reviews[:1].requested_by if tier_reviews else self.env.user)

    def _tell_asked(self, person):
        return self.env._(
            "%(person)s asks for your approval of %(contract)s.",
            person=person.name,
            contract=self.display_name,
        )

    def _notify_accepted_reviews_body(self):
        return self.approval_text

    def _notify_rejected_review_body(self):
        return self.approval_text

    def _notify_restarted_review_body(self):
        return self.env._("The approval of %s starts anew.", self.display_name)
