from markupsafe import Markup

from odoo import fields, models
from odoo.tools import float_compare, format_date

RUNNING = ("active", "done")


class CommercialContractSettlement(models.Model):
    """Due dates that wait for an event: progress, delivery, completion.

    Whoever makes or undoes an event calls ``_follow_triggers``; later packages say by
    ``_get_event_dates`` when theirs happened. A date typed by hand is never touched.
    """

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _follow_triggers(self):
        """Bring the due dates of these lines in step with the events that they wait for.

        A line without a date gets the day of its event plus its days; where the event is undone or
        moved, so is the date, as long as nothing was billed or settled on the line. Lines of
        contracts that are not in force are left alone.
        """
        # sudo: the date follows from what was agreed, whoever reports the event
        waiting = self.sudo().filtered(lambda line: line._is_following())
        events = waiting._get_event_dates()
        moved = waiting.filtered(lambda line: events.get(line, False) != line.date_triggered)
        moved -= moved.filtered("date_triggered")._get_used()
        opened = moved.with_env(moved.contract_id._unlocked().env)
        for (event, days), lines in opened.grouped(
            lambda line: (events.get(line, False), line.trigger_days)
        ).items():
            due = event and fields.Date.add(event, days=days)
            lines.write({"date_due": due, "date_triggered": event})
        moved._tell_events()

    def _is_following(self):
        """Whether an event may set the due date of this line."""
        return (
            self.trigger != "date"
            and not self.is_cancelled
            and self.contract_id.state in RUNNING
            and bool(self.date_triggered or not self.date_due)
        )

    def _get_event_dates(self):
        """Return {line: day} of those lines whose event has happened. Later packages add theirs."""
        found = {}
        for line in self.filtered(lambda line: line.trigger == "progress"):
            reached = line.contract_id.progress_ids.filtered(
                lambda entry, wanted=line.trigger_percent: (
                    float_compare(entry.percent, wanted, precision_digits=2) >= 0
                )
            )
            if reached:
                found[line] = min(reached.mapped("date"))
        return found

    def _get_used(self):
        """Return those of these lines that were billed or settled. Later packages add theirs."""
        return self.filtered(lambda line: line.opening_invoiced or line.opening_settled)

    def _tell_events(self):
        """Tell of the due dates that events have just set or taken back. Later packages tell theirs."""
        labels = dict(self._fields["trigger"]._description_selection(self.env))
        bodies = {}
        for contract, lines in self.grouped("contract_id").items():
            texts = [
                self.env._(
                    "Line '%(line)s' is now due on %(date)s (%(event)s: %(day)s).",
                    line=line.label,
                    date=format_date(self.env, line.date_due),
                    event=labels[line.trigger],
                    day=format_date(self.env, line.date_triggered),
                )
                if line.date_due
                else self.env._(
                    "Line '%(line)s' has no due date any more: what it waits for was undone (%(event)s).",
                    line=line.label,
                    event=labels[line.trigger],
                )
                for line in lines
            ]
            bodies[contract.id] = Markup("<br/>").join(texts)
        if bodies:
            self.contract_id._message_log_batch(bodies)
