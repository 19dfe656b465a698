from odoo import models
from odoo.tools import format_date, formatLang

WORDS_UP_TO = 30  # days; further away the date says more


class CommercialContractSettlement(models.Model):
    """The sentences in which a plan line stands on top of its contract."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _tell_next(self, today):
        """Return when which money of this line is due, as one sentence."""
        names = {
            "line": self.label,
            "amount": formatLang(self.env, self.amount_residual, currency_obj=self.currency_id),
        }
        if not self.date_due:
            events = dict(self._fields["trigger"]._description_selection(self.env))
            return self.env._(
                "Next: %(line)s, %(amount)s (%(event)s)", event=events[self.trigger], **names
            )
        names["date"] = format_date(self.env, self.date_due)
        days = (self.date_due - today).days
        if days < 0:
            return self.env._("Next: %(line)s, %(amount)s, overdue since %(date)s", **names)
        if days == 0:
            return self.env._("Next: %(line)s, %(amount)s, due today", **names)
        if days == 1:
            return self.env._("Next: %(line)s, %(amount)s, due tomorrow", **names)
        if days <= WORDS_UP_TO:
            return self.env._(
                "Next: %(line)s, %(amount)s, due in %(days)s days (%(date)s)", days=days, **names
            )
        return self.env._("Next: %(line)s, %(amount)s, due on %(date)s", **names)

    def _tell_overdue(self, amount):
        """Return what is overdue on these lines of one contract, as one sentence.

        :param amount: what they add up to, formatted
        """
        first = self.sorted("date_due")[:1]
        names = {
            "amount": amount,
            "line": first.label,
            "date": format_date(self.env, first.date_due) if first else "",
        }
        if len(self) > 1:
            return self.env._(
                "%(amount)s is overdue on %(count)s lines, the oldest since %(date)s.",
                count=len(self),
                **names,
            )
        return self.env._("%(amount)s is overdue: %(line)s since %(date)s.", **names)

    def _tell_to_invoice(self, amount):
        """Return what is due and not invoiced on these lines of one contract, as one sentence.

        :param amount: what they add up to, formatted
        """
        names = {"amount": amount, "line": self[:1].label, "count": len(self)}
        if len(self) > 1:
            return self.env._("%(amount)s on %(count)s lines is due and not invoiced yet.", **names)
        return self.env._("%(line)s, %(amount)s, is due and not invoiced yet.", **names)
