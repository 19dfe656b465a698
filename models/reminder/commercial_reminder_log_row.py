from odoo import models
from odoo.tools import format_date, formatLang


class CommercialReminderLog(models.Model):
    """A reminder as a row of the daily mail."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    def _get_money_way(self):
        """Return whether the reminder is about money in or money out; False: about the contract itself."""
        return self.settlement_id.direction

    def _get_rank(self):
        """Return what the kinds are sorted by: as the rules run, money in before money out."""
        return self.rule_id.sequence, self.rule_id.what, self._get_money_way() != "sale"

    def _get_weight(self):
        """Return what the rows of one kind are sorted by: the larger amount first, in company currency,
        of the same amount the later one."""
        amount = self.settlement_id.amount_residual / (self.contract_id.currency_rate or 1.0)
        return -amount, self.date_due, self.id

    def _get_kind_title(self):
        """Return what this reminder is about, in the language of the reader."""
        kinds = dict(self.rule_id._fields["what"]._description_selection(self.env))
        kind, way = kinds[self.rule_id.what], self._get_money_way()
        if not way:
            return kind
        ways = {"sale": self.env._("Money In"), "purchase": self.env._("Money Out")}
        return self.env._("%(kind)s: %(way)s", kind=kind, way=ways[way])

    def _get_mail_row(self, today, url):
        """Return what stands in the row, as dict of text.

        :param today: the day of the reader
        :param url: where the links begin
        """
        record, line, contract = self._get_record(), self.settlement_id, self.contract_id
        return {
            "name": f"{contract.display_name} · {line.label}" if line else contract.display_name,
            "url": f"{url}/mail/view?model={record._name}&res_id={record.id}",
            "facts": " · ".join(self._get_mail_facts()),
            "amount": formatLang(self.env, line.amount_residual, currency_obj=contract.currency_id)
            if line
            else "",
            "date": format_date(self.env, self.date_due),
            "distance": self._tell_distance(today),
            "is_late": self.date_due < today,
        }

    def _get_mail_facts(self):
        """Return what stands below the name, as list of text."""
        facts = [self.partner_id.display_name]
        if self.step_id:
            facts.append(self.step_id.name)
        if self.rule_id.what == "promise":
            facts.append(self._tell_promised())
        if self.rule_id.what == "progress":
            facts.append(f"{round(self.contract_id.progress_ids[:1].percent)} %")
        return facts

    def _tell_promised(self):
        promise = self.settlement_id._get_standing_promise()
        return self.env._(
            "%s promised",
            formatLang(
                self.env,
                promise.amount - promise.amount_kept,
                currency_obj=self.contract_id.currency_id,
            ),
        )

    def _tell_distance(self, today):
        """Return how far the date lies from today, in words."""
        days, env = (self.date_due - today).days, self.env
        if days == 0:
            return env._("today")
        if days == 1:
            return env._("tomorrow")
        if days > 1:
            return env._("in %s days", days)
        if days == -1:
            return env._("since yesterday")
        return env._("for %s days", -days)
