from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_list

from .tier_review import ring


class CommercialApproval(models.AbstractModel):
    """Agreeing to many records at once: as one by one, in a constant number of queries."""

    _name = "commercial.approval"
    _inherit = ["commercial.approval"]

    def action_approve(self):
        """Agree to these records, at the tiers where they wait for the user: to all of them or to none.

        :raises AccessError: one that does not wait for the user
        :raises UserError: several contracts, and a rule asks for a comment on one of them
        """
        if len(self) == 1:
            self._get_decidable()
            return self.validate_tier()
        return self._approve_together()

    def _approve_together(self):
        # sudo: a reviewer only reads the contract; that he is asked now is checked for each
        contracts = self.sudo()
        reviews = contracts.review_ids
        for name in ("reviewer_ids", "definition_id"):
            reviews.mapped(name)  # read once for all
        decided = {contract: contract._get_decidable() for contract in self}
        self.env["commercial.contract"]._raise_faults(
            self.env._(
                "The rule '%(rule)s' lets you comment on %(contract)s: approve it on its form.",
                rule=commented[:1].definition_id.name,
                contract=contract.display_name,
            )
            for contract, asked in decided.items()
            if (commented := asked.filtered("has_comment"))
        )
        agreed = reviews.browse(review.id for asked in decided.values() for review in asked)
        agreed.write(
            {
                "status": "approved",
                "done_by": self.env.uid,
                "reviewed_date": fields.Datetime.now(),
            }
        )
        reviews._update_review_status()
        contracts._log_approval(
            lambda contract: self.env._(
                "Approved by %(person)s (%(rule)s).",
                person=self.env.user.name,
                rule=format_list(self.env, (contract.review_ids & agreed).mapped("name")),
            )
        )
        self._tell_requesters(agreed)
        ring(reviews.reviewer_ids, "review_deleted")
        return True

    def _tell_requesters(self, agreed):
        """Tell each person once which of the contracts that he asked for can be signed now."""
        done = self.sudo().filtered(lambda c: c.validation_status == "validated")  # sudo: as above
        asked = agreed.filtered(lambda review: review.res_id in done._ids)
        for person, reviews in asked.grouped("requested_by").items():
            if person == self.env.user:
                continue
            contracts = done.browse(dict.fromkeys(reviews.mapped("res_id")))
            names = Markup().join(
                Markup("<li>{}</li>").format(contract.display_name) for contract in contracts
            )
            text = self.env._("Approved by %s.", self.env.user.name)
            self.env["mail.thread"].message_notify(
                author_id=self.env.user.partner_id.id,
                partner_ids=person.partner_id.ids,
                subject=text,
                body=Markup("<p>{}</p><ul>{}</ul>").format(text, names),
                email_layout_xmlid="mail.mail_notification_light",
            )
