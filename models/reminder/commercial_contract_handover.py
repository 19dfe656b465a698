from odoo import models
from odoo.fields import Domain

from .commercial_contract_settlement_nudge import NUDGE


class CommercialContract(models.Model):
    """Reminders and nudges change hands with their contract, those that may come back as well."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _hand_over_activities(self, user, before):
        result = super()._hand_over_activities(user, before)
        # What the money took off comes back when a payment is undone, and then to the new person.
        self.with_context(active_test=False)._get_handed_activities(
            before, Domain("active", "=", False) & Domain("is_closed_by_money", "=", True)
        ).with_context(mail_activity_quick_update=True).write({"user_id": user.id})
        self._drop_double_nudges(user)
        return result

    def _drop_double_nudges(self, user):
        """Leave ``user`` one nudge a contract: one that is open before one that the money closed."""
        nudges = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("active", "=", True),
                    ("is_closed_by_money", "=", True),
                    ("activity_type_id", "=", self.env.ref(NUDGE).id),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("user_id", "=", user.id),
                ]
            )
        )
        doubles = nudges.browse()
        for part in nudges.grouped("res_id").values():
            doubles |= part.sorted(lambda nudge: (nudge.active, nudge.id))[:-1]
        doubles.unlink()
