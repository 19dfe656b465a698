"""The parts of the app that the administrator opens to each user, by the group that opens each."""

from odoo.exceptions import AccessError

OWN = "commercial_contract.group_contract_own"
GOODS = "commercial_contract.group_contract_goods"
INVOICES = "commercial_contract.group_contract_invoices"
PAYMENTS = "commercial_contract.group_contract_payments"
EXPENSES = "commercial_contract.group_contract_expenses"
FIGURES = "commercial_contract.group_contract_figures"
TEXTS = "commercial_contract.group_contract_texts"
PARTS = {
    "goods": GOODS,
    "invoices": INVOICES,
    "payments": PAYMENTS,
    "expenses": EXPENSES,
    "figures": FIGURES,
    "texts": TEXTS,
}


def sees_part(env, part):
    """Whether a part (a name of PARTS) is open to whoever acts here; all are to the superuser."""
    return env.su or env.user.has_group(PARTS[part])


def check_part(env, part):
    """Raise AccessError where a part (a name of PARTS) is closed to whoever acts here."""
    if not sees_part(env, part):
        raise get_closed_error(env, part)


def get_closed_error(env, part):
    """Return the AccessError that says so of a part (a name of PARTS)."""
    privilege = env.ref(PARTS[part]).sudo().privilege_id  # sudo: what it is called is no secret
    return AccessError(
        env._(
            "The part '%s' of contracts is closed to you. Ask the administrator to open it for you.",
            privilege.name,
        )
    )
