from odoo import SUPERUSER_ID, api

NEW = ("reminder_rule_approval", "reminder_rule_delivery", "reminder_rule_work")


def migrate(cr, version):
    """Rules that came in with this version begin switched off: nobody gets reminders that he did not ask
    for, of what waits already."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in NEW:
        rule = env.ref(f"commercial_contract.{name}", raise_if_not_found=False)
        if rule:
            rule.active = False
