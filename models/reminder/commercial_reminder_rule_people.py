from odoo import fields, models


class CommercialReminderRule(models.Model):
    """Whom a rule reminds."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    who = fields.Selection(
        [
            ("responsible", "The Responsible"),
            ("deputies", "The Responsible and the Deputies"),
            ("manager", "The Manager of the Department"),
            ("both", "The Responsible and the Manager"),
            ("users", "Chosen People Only"),
        ],
        string="Reminded Person",
        required=True,
        default="responsible",
        help="Who cannot log in, is on leave or does not see the contract is stood in for: by a deputy, the"
        " manager of the department, or that of the responsible.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Chosen People",
        domain=[("share", "=", False)],
        help="Reminded as well, of the contracts that they see.",
    )

    def _get_people(self, records):
        """Return {record: (users, text)}: who is told, and why not who should be."""
        on_lines = self._is_on_lines()
        contracts = records.contract_id if on_lines else records
        # those who left are named in the log, not passed over
        chosen = self.with_context(active_test=False).user_ids
        people = contracts._get_reminded(self.who, chosen)
        return {record: people[record.contract_id if on_lines else record] for record in records}
