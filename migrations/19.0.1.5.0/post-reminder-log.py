from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists

# the order in which the rules run; those that people changed otherwise keep all else
SEQUENCES = {"reminder_rule_promise": 10, "reminder_rule_settlement": 40}


def migrate(cr, version):
    """A reminder may go to several people: activities know their row of the log, no longer the row its one
    activity. Whoever got it stands in the log."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, sequence in SEQUENCES.items():
        rule = env.ref(f"commercial_contract.{name}", raise_if_not_found=False)
        if rule:
            rule.sequence = sequence
    if not column_exists(cr, "commercial_reminder_log", "activity_id"):
        return
    cr.execute(
        """
        UPDATE mail_activity a
           SET commercial_reminder_log_id = l.id,
               is_closed_by_money = (l.is_closed IS TRUE AND NOT a.active)
          FROM commercial_reminder_log l
         WHERE l.activity_id = a.id;
        INSERT INTO commercial_reminder_log_res_users_rel (commercial_reminder_log_id, res_users_id)
        SELECT l.id, a.user_id
          FROM commercial_reminder_log l JOIN mail_activity a ON a.id = l.activity_id
         WHERE a.user_id IS NOT NULL
            ON CONFLICT DO NOTHING;
        """
    )
    env.invalidate_all()
