from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_list

CONTRACT = "commercial.contract"
REQUEST = "commercial.contract.amendment.request"
OURS = (CONTRACT, REQUEST)

# What a user writes on a review by himself: the bell in the top bar lets the next one begin, and a
# reviewer says why. All else is written by the methods of the contract.
BY_USER = {"status", "comment", "last_reminder_date"}

CHANNEL = "base.tier.validation/updated"  # the top bar of a reviewer counts anew
SHOWN = 3


def ring(people, event):
    """Let the top bar of these users count anew."""
    for partner in people.partner_id:
        partner._bus_send(CHANNEL, {event: True})


class TierReview(models.Model):
    """The reviews of contracts and amendments: decided by their buttons only, and seen by those who see
    the contract."""

    _name = "tier.review"
    _inherit = ["tier.review"]

    is_within_reach = fields.Boolean(
        compute="_compute_is_within_reach",
        search="_search_is_within_reach",
        export_string_translation=False,
    )

    # in our words: base_tier_validation has them in English only
    standing = fields.Selection(
        [
            ("waiting", "Later"),
            ("pending", "Waiting"),
            ("approved", "Agreed"),
            ("rejected", "Rejected"),
            ("cancel", "Dropped"),
        ],
        compute="_compute_standing",
    )
    whom = fields.Char(string="Approval by", compute="_compute_whom")

    @api.depends("status")
    def _compute_standing(self):
        for review in self:
            review.standing = review.status

    @api.depends("reviewer_ids", "definition_id")
    @api.depends_context("lang")
    def _compute_whom(self):
        for review in self:
            # sudo: groups are closed to users; a reader of the review may know whom it asks
            review.whom = review.sudo()._name_people()

    @api.depends(lambda self: self._get_reviewer_fields())
    def _compute_reviewer_ids(self):
        """Reviews that ask the same people are written at once, not one by one."""
        for people, reviews in self.grouped(lambda review: review._get_reviewers()).items():
            reviews.reviewer_ids = people

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_within_reach(self):
        # sudo: the condition itself must not be filtered by the rule that it defines
        found = self.sudo().search([("id", "in", self.ids), ("is_within_reach", "=", True)])
        for review in self:
            review.is_within_reach = review in found

    def _search_is_within_reach(self, operator, value):
        """Reviews of other documents, and those of the contracts that the user sees; a guest of the
        portal sees none of these."""
        if operator != "in":
            return NotImplemented
        domain = Domain("model", "not in", OURS)
        for model in OURS:
            records = self.env[model].sudo(False).with_context(active_test=False)
            if not self.env.user.share and records.has_access("read"):
                domain |= Domain("model", "=", model) & Domain("res_id", "in", records._search([]))
        return Domain.OR(
            [part for flag, part in ((True, domain), (False, ~domain)) if flag in value]
        )

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._check_not_by_hand()
        return reviews

    def write(self, vals):
        ours = self._filter_ours()
        if ours and not self.env.su:
            starts = "status" not in vals or (
                vals["status"] == "pending" and all(r.status == "waiting" for r in ours)
            )
            own = "comment" not in vals or all(self.env.user in r.reviewer_ids for r in ours)
            if not (BY_USER.issuperset(vals) and starts and own):
                ours._check_not_by_hand()
        result = super().write(vals)
        (self - ours)._check_not_by_hand()
        return result

    def unlink(self):
        self._check_not_by_hand()
        return super().unlink()

    def _filter_ours(self):
        return self.filtered(lambda review: review.model in OURS)

    def _check_not_by_hand(self):
        """Raise AccessError where one of these is the review of a contract, and a user is at work."""
        if not self.env.su and self._filter_ours():
            raise AccessError(
                self.env._(
                    "The approval of a contract is requested, given and refused by the buttons of the"
                    " contract only."
                )
            )

    def _name_whom(self):
        """Return whom these reviews ask, with the rule that asks, as one text."""
        return format_list(
            self.env,
            [
                self.env._(
                    "%(people)s (%(rule)s)",
                    people=review._name_people(),
                    rule=review.definition_id.name,
                )
                for review in self
            ],
        )

    def _name_people(self):
        """Return whom this review asks: up to three names, or the group."""
        people = (
            self._get_reviewers() if self.status in ("waiting", "pending") else self.reviewer_ids
        )
        group = self.definition_id.reviewer_group_id
        if group and not self.definition_id.reviewer_id and len(people) > 1:
            return group.name
        names = people[:SHOWN].mapped("name") or [self.env._("nobody")]
        if len(people) > SHOWN:
            names.append(self.env._("%s more", len(people) - SHOWN))
        return format_list(self.env, names)

    def _notify_review_reminder_body(self):
        if self.model not in OURS:
            return super()._notify_review_reminder_body()
        return self.env._(
            "%s waits for your approval.", self.env[self.model].browse(self.res_id).display_name
        )

    def _get_reminder_activity_type(self):
        if self.model not in OURS:
            return super()._get_reminder_activity_type()
        return "mail.mail_activity_data_todo"

    def _update_review_status(self):
        """One message tells all reviewers of a contract whose turn it is now."""
        later = self._filter_ours().filtered(lambda review: review.status == "waiting")
        result = super()._update_review_status()
        begun = later.filtered(
            lambda r: r.status == "pending" and r.definition_id.notify_on_pending
        )
        for (model, res_id), reviews in begun.grouped(lambda r: (r.model, r.res_id)).items():
            self.env[model].browse(res_id)._notify_review_available(reviews)
        return result

    def _notify_pending_status(self, review_ids):
        if self.model in OURS:  # told together, see above
            return None
        return super()._notify_pending_status(review_ids)

    def _tell_reviewers(self):
        """Let the top bar of the reviewers count anew."""
        ring(self.reviewer_ids, "review_created")
