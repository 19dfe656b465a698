from odoo import models
from odoo.tools import format_list

# What reviewers agree to in the head of a contract: whoever changes it asks them anew. Goods and plan
# see to themselves. The day of signing is entered when it is signed, and is not among them.
REVIEWED = {
    "amount_ceiling",
    "billing_policy",
    "category_id",
    "company_id",
    "currency_id",
    "currency_rate",
    "date_end",
    "date_start",
    "department_id",
    "direction",
    "fiscal_position_id",
    "has_party_text",
    "invoice_partner_id",
    "is_framework",
    "parent_id",
    "partner_id",
    "payer_id",
    "retention_days",
    "retention_percent",
    "retention_split",
    "title",
}


class CommercialContract(models.Model):
    """Whoever changes in a draft what its reviewers agree to asks them anew."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def write(self, vals):
        names = REVIEWED & vals.keys()
        if names and not self._is_unlocked():
            changed = self.filtered(
                lambda c: (
                    c.state == "draft" and any(c._is_changed(name, vals[name]) for name in names)
                )
            )
            changed._restart_approval(self._tell_changed(names, vals, changed))
        return super().write(vals)

    def _tell_changed(self, names, vals, changed):
        if not changed:
            return ""
        names = sorted(n for n in names if any(c._is_changed(n, vals[n]) for c in changed))
        labels = [field["string"] for field in self.fields_get(names, ["string"]).values()]
        return self.env._("changed: %s", format_list(self.env, labels))
