from odoo import api, models

from .parts import PARTS, sees_part

# The buttons that vanish with a part, wherever they stand; the methods behind them refuse as well.
BUTTONS = {
    "invoices": {
        "action_create_invoice",
        "action_bill",
        "action_view_invoices",
        "action_link_records",
    },
    "payments": {
        "action_register_payment",
        "action_view_payments",
        "action_view_unallocated",
        "action_link_records",
    },
}


class CommercialContractAccess(models.AbstractModel):
    """Buttons have groups of their own already (who may invoice), and a view knows no "both of two"."""

    _name = "commercial.contract.access"
    _inherit = ["commercial.contract.access"]

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, *(sees_part(self.env, part) for part in PARTS))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        closed = set()
        for part, names in BUTTONS.items():
            if not sees_part(self.env, part):
                closed |= names
        for button in list(arch.iter("button")):
            if button.get("name") in closed:
                button.getparent().remove(button)
        return arch, view
