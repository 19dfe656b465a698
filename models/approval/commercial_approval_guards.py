from odoo import api, models
from odoo.exceptions import UserError


class CommercialApproval(models.AbstractModel):
    """No way around the approval: what base_tier_validation checks a record at a time, or leaves to
    the view, is checked here for all records at once (the attempts: tests/test_approval_guards.py)."""

    _name = "commercial.approval"
    _inherit = ["commercial.approval"]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            status = vals.get("validation_status") or "no"
            self._check_derived(status != "no" or vals.get("review_ids"))
        # known from the start, so that nothing looks for the reviews of a new record
        return super().create([{**vals, "validation_status": "no"} for vals in vals_list])

    def write(self, vals):
        self._check_derived("validation_status" in vals or vals.get("review_ids"))
        return super().write(vals)

    def unlink(self):
        # before anything goes: base_tier_validation deletes the reviews first
        # sudo: a review counts, whoever may read it
        self.env["commercial.contract"]._raise_faults(
            self.env._(
                "%s is under approval. Cancel it instead of deleting it.", contract.display_name
            )
            for contract, own in zip(self, self.sudo(), strict=True)
            if own.review_ids
        )
        return super().unlink()

    def _check_derived(self, by_hand):
        if by_hand:
            raise UserError(
                self.env._(
                    "The approval of a contract is requested, given and refused by its buttons only."
                )
            )

    # What base_tier_validation does in its `write`, once a record, and with keys of the context that
    # a remote caller can send.

    def _tier_validation_check_state_on_write(self, vals):
        """The last lock before the signing, whoever writes the state, and however."""
        if vals.get("state") not in self._state_to:
            return
        drafts = self.filtered(lambda c: c.state == "draft")
        drafts.invalidate_recordset(["need_validation", "approval_text"], flush=False)
        self.env["commercial.contract"]._raise_faults(
            fault for contract in drafts if (fault := contract._get_approval_fault())
        )

    def _tier_validation_check_write_allowed(self, vals):
        """A change under approval is not refused: it starts the approval anew. So a payment, a note
        or the engine never trips over a contract under approval."""

    def _tier_validation_check_write_remove_reviews(self, vals):
        """Who agreed to a contract that is cancelled or goes back to draft is asked anew."""
        state = vals.get("state")
        if state in ("draft", self._cancel_state):
            self.filtered(lambda c: c.state != state)._drop_reviews()

    def _check_state_from_condition(self):
        return self.state in self._state_from
