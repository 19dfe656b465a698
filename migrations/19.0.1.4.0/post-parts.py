from odoo import SUPERUSER_ID, api

PARTS = ("goods", "invoices", "payments", "expenses", "figures", "texts")


def migrate(cr, version):
    """Everybody goes on seeing all parts of the app until the administrator takes some away, and new
    users begin with all of them: the group of their defaults is Odoo's own and not updated by data."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    parts = env["res.groups"].union(
        *(env.ref(f"commercial_contract.group_contract_{part}") for part in PARTS)
    )
    default = env.ref("base.default_user_group", raise_if_not_found=False)
    if default:
        default.implied_ids |= parts
    env["res.users"]._give_contract_parts_to_all()
