from odoo import models
from odoo.fields import Command
from odoo.tools import format_date, formatLang, get_lang

ROWS = 50  # of one kind in a mail; the list has the rest


class CommercialReminderDigest(models.Model):
    """What stands in the daily mail: plain values in the language of the person, laid out by a view."""

    _name = "commercial.reminder.digest"
    _inherit = ["commercial.reminder.digest"]

    def _prepare_mail(self):
        """Return the values of the mail, in the language of its person."""
        user = self.user_id
        lang = get_lang(self.env, user.lang)
        digest = self.with_context(lang=lang.code)
        doc = digest._get_doc()
        sender = user.company_id.email_formatted or digest.env.user.email_formatted
        return {
            "subject": doc["title"],
            "body_html": digest.env["ir.qweb"]._render(
                "commercial_contract.reminder_digest", {"doc": doc}
            ),
            "email_from": sender,
            "reply_to": sender,
            "recipient_ids": [Command.set(user.partner_id.ids)],
            "auto_delete": True,
        }

    def _get_doc(self):
        """Return what the mail says, as dict of text: nothing in it is evaluated (DESIGN 10)."""
        env, logs = self.env, self.log_ids
        url = self.get_base_url()
        # what a rule says in a language of its own stands apart, headline and all
        spoken = logs.grouped(lambda log: log.rule_id._get_lang(env.lang))
        groups = [
            part.with_context(lang=lang)
            for lang, told in spoken.items()
            for part in told.grouped(lambda log: (log.rule_id.what, log._get_money_way())).values()
        ]
        names = {
            "date": format_date(env, self.date, date_format="long"),
            "count": len(logs),
        }
        return {
            "title": env._("Contracts, %(date)s: %(count)s reminders", **names),
            "groups": [
                self._get_group(part, url)
                for part in sorted(groups, key=lambda part: part[:1]._get_rank())
            ],
            "day": {"url": f"{url}/odoo/my-day", "text": env._("My Day")},
            "why": env._("Reminder rules decide what is in this mail; the log tells why."),
            "direction": get_lang(env).direction,
        }

    def _get_group(self, logs, url):
        """Return one part of the mail: reminders of one kind, money in apart from money out, what weighs
        most first."""
        logs = logs.sorted(lambda log: log._get_weight())
        shown = logs[:ROWS]
        return {
            "title": logs[:1]._get_kind_title(),
            "count": len(logs),
            "totals": self._get_totals(logs),
            "rows": [log._get_mail_row(self.date, url) for log in shown],
            "more": logs.env._("and %s more", len(logs) - ROWS) if len(logs) > ROWS else False,
        }

    def _get_totals(self, logs):
        """Return what is open on these lines, one text for each currency."""
        return [
            formatLang(logs.env, sum(part.mapped("amount_residual")), currency_obj=currency)
            for currency, part in logs.settlement_id.grouped("currency_id").items()
        ]
