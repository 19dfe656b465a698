from odoo import api, models


class CommercialContractSettlement(models.Model):
    """What a plan line waits for: as it is kept in the records, and in the reader's words."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _get_event_code(self):
        """Return what the line waits for as it is kept; False where it is due on a date."""
        return self._make_event_code(self.trigger, self.trigger_percent, self.trigger_days)

    @api.model
    def _make_event_code(self, trigger, percent, days):
        if not trigger or trigger == "date":
            return False
        return f"{trigger} {percent or 0:g} {days or 0}"

    @api.model
    def _read_event(self, code):
        """Return in words what ``_get_event_code`` told; False for nothing."""
        if not code:
            return False
        trigger, percent, days = code.split()
        if int(days):
            return {
                "progress": self.env._(
                    "%(days)s days after %(percent)s %% progress", days=days, percent=percent
                ),
                "delivery": self.env._("%s days after delivery", days),
                "completion": self.env._("%s days after completion", days),
            }[trigger]
        return {
            "progress": self.env._("At %s %% progress", percent),
            "delivery": self.env._("After delivery"),
            "completion": self.env._("After completion"),
        }[trigger]
