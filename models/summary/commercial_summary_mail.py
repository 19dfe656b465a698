from urllib.parse import urlencode

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import get_lang

REPORT = "commercial_contract.report_period_summary"
SHOWN = ("signed", "settled", "overdue")  # what stands in the mail itself; the files have the rest
ROWS = 20


class CommercialSummaryMail(models.Model):
    """One period of a schedule for one person: due, mailed, or with nothing to tell. Written down before
    it is mailed, so that a job which dies, or runs twice, mails nothing twice."""

    _name = "commercial.summary.mail"
    _description = "Summary Mailed"
    _order = "date_to desc, id desc"
    _rec_name = "user_id"

    schedule_id = fields.Many2one(
        "commercial.summary.schedule", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="cascade", index=True
    )
    date_from = fields.Date(string="First Day", required=True, readonly=True)
    date_to = fields.Date(string="Last Day", required=True, readonly=True)
    state = fields.Selection(
        [("due", "Not Mailed Yet"), ("sent", "Mailed"), ("empty", "Nothing to Tell")],
        string="Outcome",
        required=True,
        readonly=True,
        default="due",
    )
    reason = fields.Char(
        readonly=True, help="Why it could not be mailed; the next run tries again."
    )

    _once = models.UniqueIndex(
        "(schedule_id, user_id, date_from, date_to)", "This person has got this period already."
    )

    def _send_each(self, rows):
        """Put the mails of these rows into the outgoing queue; safe to call twice. Each is worked out by
        the rights of its person, so each costs its queries: a number that does not grow with contracts."""
        for row in rows:
            if row._is_wanted():
                row._send()
            else:
                row.unlink()

    def _is_wanted(self):
        """Whether the person is still there and still on the list."""
        schedule, user = self.schedule_id, self.user_id
        return schedule.active and user.active and user in schedule.user_ids

    def _send(self):
        user = self.user_id
        if not user.email:
            raise UserError(
                self.env._("%s has no mail address. Enter one in the form of the user.", user.name)
            )
        source = self._get_source()
        asked = self._get_asked()
        summary = source._get_period_summary_data(**asked)
        if not summary["rows"]:
            self.write({"state": "empty", "reason": False})
            return
        mail = self.env["mail.mail"].create(self._prepare_mail(source, summary))
        files = [
            {**values, "res_model": mail._name, "res_id": mail.id}
            for values in self._prepare_files(source, summary, asked)
        ]
        mail.attachment_ids = [Command.create(values) for values in files]
        self.write({"state": "sent", "reason": False})

    def _set_aside(self, row, error):
        """Say why a summary could not be mailed; the next run tries again."""
        row.reason = str(error)

    def _get_source(self):
        """Return the report as the person himself would open it: his rights, language, time zone, and the
        one company."""
        user = self.user_id
        lang = get_lang(self.env, user.lang).code
        zone = user.tz or user.company_id.partner_id.tz
        source = self.env["report.commercial_contract.period_summary"].with_user(user)
        company = self.schedule_id.company_id
        return source.with_context(lang=lang, tz=zone, allowed_company_ids=company.ids)

    def _get_asked(self):
        schedule = self.schedule_id
        return {
            "unit": schedule.unit,
            "day": fields.Date.to_string(self.date_to),
            "direction": schedule.direction,
            "by": schedule.group_by,
        }

    def _prepare_mail(self, source, summary):
        company = self.schedule_id.company_id
        sender = company.email_formatted or self.env.user.email_formatted
        doc = self._get_doc(source, summary)
        return {
            "subject": doc["title"],
            "body_html": source.env["ir.qweb"]._render(
                "commercial_contract.summary_mail", {"doc": doc}
            ),
            "email_from": sender,
            "reply_to": sender,
            "recipient_ids": [Command.set(self.user_id.partner_id.ids)],
            "auto_delete": True,
        }

    def _get_doc(self, source, summary):
        """Return what the mail says, as dict of text: nothing in it is evaluated (DESIGN 10)."""
        env, currency = source.env, summary["currency"]
        labels = {key: label for key, _kind, label in summary["columns"]}
        total = {"group": env._("Grand Total"), **summary["totals"]}
        rows, left = summary["rows"][:ROWS], summary["rows"][ROWS:]
        return {
            "title": env._(
                "%(title)s, %(direction)s, %(period)s",
                title=summary["title"],
                direction=summary["direction_label"],
                period=summary["period"],
            ),
            "company": summary["company"],
            # of what only the files have, nothing is said
            "basis": env._(
                "In %s, tax included. Overdue as it stood at the end of the period.", currency.name
            ),
            "heads": [labels[key] for key in ("group", *SHOWN)],
            "rows": [
                [
                    row["group"],
                    *(source._get_text(row[key], "money", currency) for key in SHOWN),
                ]
                for row in [*rows, total]
            ],
            "more": env._("and %s more", len(left)) if left else False,
            "screen": {"url": self._get_url(), "text": env._("Show in Odoo")},
            "why": env._(
                "You get this by the schedule \N{LEFT DOUBLE QUOTATION MARK}%s\N{RIGHT DOUBLE QUOTATION MARK}."
                " It holds what you see of contracts.",
                self.schedule_id.name,
            ),
            "direction": get_lang(env).direction,
        }

    def _get_url(self):
        """Return where the same summary stands on the screen."""
        asked = {**self._get_asked(), "company": self.schedule_id.company_id.id}
        return f"{self.get_base_url()}/odoo/period-summary?{urlencode(asked)}"

    def _prepare_files(self, source, summary, asked):
        """Return the values of what is attached: the PDF, the workbook."""
        schedule, name = self.schedule_id, f"{summary['title']} {self.date_from} {self.date_to}"
        # sudo(False): printed as the person himself would print it
        printer = source.env["ir.actions.report"].sudo(False)
        files = []
        if schedule.with_pdf:
            content = printer._render_qweb_pdf(REPORT, [], data=asked)[0]
            files.append((f"{name}.pdf", content, "application/pdf"))
        if schedule.with_xlsx:
            content = printer._render(f"{REPORT}_xlsx", [], data=asked)[0]
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            files.append((f"{name}.xlsx", content, kind))
        return [{"name": file, "raw": raw, "mimetype": kind} for file, raw, kind in files]
