from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_list

from .tier_review import ring


class CommercialApproval(models.AbstractModel):
    """A draft that falls under approval rules goes on once all its reviewers have agreed: a contract
    that is to be signed, an amendment that is to be put in force."""

    _name = "commercial.approval"
    _description = "What Is Approved"
    _inherit = ["tier.validation"]
    _state_from = ["draft"]
    _cancel_state = "cancelled"

    approval_text = fields.Char(
        string="Approval in Words",
        compute="_compute_approval_text",
        help="Whose approval is missing, who refused and why, or who approved.",
    )

    is_only_read = fields.Boolean(
        string="Only Read",
        compute="_compute_is_only_read",
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_is_only_read(self):
        """Who reads a contract because he is to approve it has no buttons that change it."""
        contracts = self._origin._get_worked_on()
        closed = contracts - contracts._filtered_access("write")
        for record in self:
            record.is_only_read = bool(record._origin._get_worked_on() & closed)

    def _get_worked_on(self):
        """Return the contracts that one must be able to write on to ask for these approvals."""
        return self

    def _compute_need_validation(self):
        needed = self._get_open_tiers()
        for contract in self:
            contract.need_validation = contract in needed

    @api.depends("review_ids.status", "review_ids.comment", "review_ids.done_by")
    @api.depends_context("lang")
    def _compute_approval_text(self):
        needed = self._get_open_tiers()
        for contract in self:
            # sudo: the reviews of a contract that the user reads, whatever company made the rule
            reviews = contract.sudo().review_ids
            contract.approval_text = (
                self.env._("Needs the approval of %s.", contract._name_tiers(needed[contract]))
                if contract in needed
                else contract._tell_reviews(reviews)
                if reviews
                else False
            )

    def _name_tiers(self, tiers):
        """Return whom these approval rules ask about this contract, as one text."""
        return self._prepare_reviews(tiers)._name_whom()

    def _prepare_reviews(self, tiers):
        """Return the reviews that these rules lead to, unsaved."""
        reviews = self.env["tier.review"].sudo()  # sudo: nothing is written, rules name people
        for number, tier in enumerate(tiers, 1):
            reviews |= reviews.new(self._prepare_tier_review_vals(tier, number))
        return reviews

    def _tell_reviews(self, reviews):
        refused = reviews.filtered(lambda r: r.status == "rejected")[:1]
        if refused:
            names = {
                "person": refused.done_by.name,
                "date": format_date(self.env, refused.reviewed_date),
            }
            if refused.comment:
                return self.env._(
                    "Rejected by %(person)s on %(date)s: %(reason)s",
                    reason=refused.comment,
                    **names,
                )
            return self.env._("Rejected by %(person)s on %(date)s.", **names)
        awaited = reviews.filtered(lambda r: r.status in ("waiting", "pending"))
        if awaited:
            return self.env._("Waiting for the approval of %s.", awaited._name_whom())
        done = format_list(self.env, reviews.done_by.mapped("name"))
        return self.env._("Approved by %s.", done) if done else False

    def _get_approval_fault(self):
        """Return why this record cannot go on for want of an approval, or None."""
        # sudo: see `_compute_approval_text`
        reviews = self.sudo().review_ids
        names = {"contract": self.display_name, "approval": self.approval_text}
        if not reviews:
            return (
                self.env._(
                    "%(contract)s is not approved yet. %(approval)s Request it first.", **names
                )
                if self.need_validation
                else None
            )
        if any(review.status == "rejected" for review in reviews):
            return self.env._(
                "%(contract)s is not approved. %(approval)s Change it, or request the approval again.",
                **names,
            )
        if any(review.status != "approved" for review in reviews):
            return self.env._("%(contract)s is not approved yet. %(approval)s", **names)
        return None

    def action_request_approval(self):
        """Ask for the approvals that drafts need; where they were refused, ask anew.

        :raises UserError: a draft that needs none, or whose reviewer nobody can be: nothing is written
        """
        self._get_worked_on().check_access("write")
        # sudo: see `request_validation`
        refused = self.sudo().filtered(lambda c: c.validation_status == "rejected")
        refused._restart_approval(self.env._("the approval is requested again"))
        if not self.request_validation():
            raise UserError(
                self.env._(
                    "%s needs no approval, or it was requested already. Load the page again to see"
                    " whom it waits for.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )
        return True

    def request_validation(self):
        """Ask for the approvals that drafts need; others are passed over. Returns the tier.review records.

        :raises UserError: nobody can be the reviewer
        """
        self._get_worked_on().check_access("write")
        needed = self._get_open_tiers()
        for tier in {tier for tiers in needed.values() for tier in tiers}:
            if tier.review_type == "field":  # once for all contracts
                self.sudo().mapped(tier.reviewer_field_id.name)  # sudo: who reviews is no secret
        # sudo: users write no reviews (see tier_review.py); the right to the contract was checked
        contracts = self.browse(c.id for c in needed).sudo()
        self.env["commercial.contract"]._raise_faults(
            self.env._(
                "Nobody can approve %(contract)s by the rule '%(rule)s': it names no active user. Ask"
                " whoever manages contracts to name one.",
                contract=contract.display_name,
                rule=review.definition_id.name,
            )
            for contract, tiers in needed.items()
            for review in contract._prepare_reviews(tiers)
            if not review._get_reviewers().filtered("active")
        )
        reviews = contracts.env["tier.review"].create(
            [
                contract.sudo()._prepare_tier_review_vals(tier, number)  # sudo: as above
                for contract, tiers in needed.items()
                for number, tier in enumerate(tiers, 1)
            ]
        )
        reviews._update_review_status()
        contracts._notify_review_requested(reviews)
        contracts._log_approval(
            lambda contract: self.env._(
                "Approval requested from %s.", contract.review_ids._name_whom()
            )
        )
        contracts.review_ids._tell_reviewers()
        return reviews

    def restart_validation(self):
        """Take back what was asked about drafts: they are asked about anew before they go on."""
        self._get_worked_on().check_access("write")
        self._restart_approval(self.env._("the request was withdrawn"))

    def _restart_approval(self, reason):
        """Delete the reviews of drafts; the chatter keeps who had agreed, and why it starts anew."""
        # sudo: users delete no reviews, and whoever edits a draft by right restarts them
        drafts = self.sudo().filtered(
            lambda c: c.state == "draft" and c.validation_status not in (False, "no")
        )
        if not drafts:
            return
        agreed = {
            contract: contract.review_ids.filtered(lambda r: r.status == "approved").done_by
            for contract in drafts
        }
        flagged = drafts.review_ids.filtered(lambda r: r.definition_id.notify_on_restarted)
        told = drafts.review_ids.reviewer_ids
        notified = drafts.browse(flagged.mapped("res_id"))
        drafts._drop_reviews()
        drafts._log_approval(
            lambda contract: (
                self.env._(
                    "The approval starts anew: %(reason)s. Agreed until then: %(people)s.",
                    reason=reason,
                    people=format_list(self.env, agreed[contract].mapped("name")),
                )
                if agreed[contract]
                else self.env._("The approval starts anew: %s.", reason)
            )
        )
        for contract in notified:  # only where a rule asks for a message to its reviewers
            contract._notify_restarted_review()
        ring(told, "review_deleted")

    def _drop_reviews(self):
        # sudo: users delete no reviews; called by a change of the contract, whose right was checked
        self.sudo().review_ids.unlink()

    def _log_approval(self, text):
        """Write a note on each of these records. ``text(record)`` returns it."""
        if self:
            self._message_log_batch(bodies={contract.id: text(contract) for contract in self})

    def action_reject(self, reason=None):
        """Refuse the approval of contracts that wait for the user.

        :param reason: text, not empty: whoever asked reads it
        :raises UserError: no reason
        :raises AccessError: a contract that does not wait for the user
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "Rejecting %s needs a reason. Enter what is to be changed.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )
        for contract in self:
            reviews = contract._get_decidable()
            reviews.comment = reason
            contract._rejected_tier(reviews)
            contract._update_counter({"review_deleted": True})
        return True

    def _get_decidable(self, reviews=None):
        """Return which of these reviews the user may decide now, as superuser.

        :raises AccessError: none of them
        """
        self.ensure_one()
        # sudo: a reviewer only reads the contract; that he is asked now is what is checked here
        own = self.sudo().review_ids
        turn = self._get_sequences_to_approve(self.env.user)
        asked = own.filtered(
            lambda r: (
                r.status in ("waiting", "pending")
                and self.env.user in r.reviewer_ids
                and (r.sequence in turn or r.approve_sequence_bypass)
            )
        )
        if reviews:
            asked &= own.browse(reviews.ids)
        if not asked or self.state != "draft" or not turn:
            raise AccessError(
                self.env._(
                    "%s does not wait for your approval. Load the page again to see whom it waits for.",
                    self.display_name,
                )
            )
        return asked

    def _validate_tier(self, tiers=False):
        """Agree as the user: at the tiers where it is his turn, and no others."""
        reviews = self._get_decidable(tiers)
        contract = self.sudo()  # sudo: that it is his turn was checked
        result = super(CommercialApproval, contract)._validate_tier(reviews)
        self._after_decision(reviews)
        return result

    def _rejected_tier(self, tiers=False):
        reviews = self._get_decidable(tiers)
        contract = self.sudo()  # sudo: that it is his turn was checked
        result = super(CommercialApproval, contract)._rejected_tier(reviews)
        self._after_decision(reviews)
        return result

    def _after_decision(self, reviews):
        """Let the next tier begin, keep the decision in the chatter, and tell whoever asked."""
        contract = self.sudo()  # sudo: a reviewer need not be able to write on the contract
        contract.review_ids._update_review_status()
        done = reviews.filtered(lambda r: r.done_by == self.env.user)
        names = format_list(self.env, done.mapped("name"))
        body = self.env._(
            "Approved by %(person)s (%(rule)s).", person=self.env.user.name, rule=names
        )
        if contract.validation_status == "rejected":
            body = contract.approval_text
        closed = contract.validation_status in ("rejected", "validated")
        asked = done.requested_by.partner_id - self.env.user.partner_id
        contract.message_post(body=body, partner_ids=asked.ids if closed else [])
