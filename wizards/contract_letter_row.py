from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date, format_list, formatLang, plaintext2html

REPORT = "commercial_contract.report_payment_letter"


class CommercialContractLetterRow(models.TransientModel):
    """One letter: to one company, in one currency. The figures are read when it is sent; only the words
    around them can be edited."""

    _name = "commercial.contract.letter.row"
    _description = "Payment Letter"
    _order = "id"

    letter_id = fields.Many2one(
        "commercial.contract.letter", string="Dialog", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    recipient_ids = fields.Many2many(
        "res.partner",
        "commercial_contract_letter_recipient_rel",
        string="Recipients",
        help="They get the mail. Without one the letter can be printed only.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="cascade")
    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_letter_row_settlement_rel",
        string="Settlement Lines",
        readonly=True,
    )
    step = fields.Selection(
        [("1", "First Letter"), ("2", "Second Letter"), ("3", "Final Letter")],
        required=True,
        default="1",
    )
    step_before = fields.Char(string="Sent Before", readonly=True)
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize_style=True)
    amount = fields.Monetary(string="Overdue", compute="_compute_amount")
    days_late = fields.Integer(compute="_compute_amount", aggregator=None)
    email = fields.Char(string="Mail Address", compute="_compute_email")
    lang = fields.Char(compute="_compute_lang", export_string_translation=False)

    @api.depends("settlement_ids")
    def _compute_amount(self):
        today = fields.Date.context_today(self)
        for row in self:
            lines = row.settlement_ids
            row.amount = sum(lines.mapped("amount_overdue"))
            first = min(filter(None, lines.mapped("date_due")), default=today)
            row.days_late = (today - first).days

    @api.depends("recipient_ids")
    def _compute_email(self):
        for row in self:
            row.email = ", ".join(row.recipient_ids.filtered("email").mapped("email"))

    @api.depends("partner_id")
    def _compute_lang(self):
        # sudo: whoever may send a letter may know its language
        rule = self.env["commercial.reminder.rule"]._get_letter_rule().sudo()
        for row in self:
            row.lang = rule._get_lang(row.partner_id.lang or self.env.lang)

    @api.onchange("step")
    def _onchange_step(self):
        if self._origin:
            self.subject, self.body = self._prepare_texts(self._get_steps())

    def _propose_steps(self):
        """Propose the letter after the last, and tell the last."""
        last = self.settlement_ids._get_last_letters()
        labels = dict(self._fields["step"]._description_selection(self.env))
        for row in self:
            step, day = max(
                (last[line] for line in row.settlement_ids if line in last), default=(0, None)
            )
            row.step = str(min(step + 1, len(labels)))
            if day:
                row.step_before = self.env._(
                    "%(step)s, %(date)s", step=labels[str(step)], date=format_date(self.env, day)
                )

    def _fill_texts(self):
        """Write the words of each letter."""
        steps = self._get_steps()
        for row in self:
            row.subject, row.body = row._prepare_texts(steps)

    def _get_steps(self):
        """Return the words of the letters, as the steps of their rule."""
        # sudo: whoever may send a letter reads its words
        return self.env["commercial.reminder.rule"]._get_letter_rule().sudo()._get_steps()

    def _prepare_texts(self, steps):
        """Return (subject, body) of the letter, in the customer's language. The words are plain text:
        nothing in them is evaluated (DESIGN 10)."""
        row, company = self.with_context(lang=self.lang), self.company_id.name
        subject = {
            "1": row.env._("Payment reminder from %s", company),
            "2": row.env._("Second payment reminder from %s", company),
            "3": row.env._("Final payment reminder from %s", company),
        }[self.step]
        step = steps[int(self.step) - 1 : int(self.step)].with_context(lang=self.lang)
        greeting = row.env._("To %s,", self.partner_id.name)
        return subject, Markup("<p>%s</p>%s") % (greeting, plaintext2html(step.note or ""))

    def _get_faults(self):
        """Return {row: text} of those that cannot go by mail."""
        return {
            row: self.env._(
                "%s has no mail address. Enter one, or print the letter.",
                row.partner_id.display_name,
            )
            for row in self
            if not row.email
        }

    def action_preview(self):
        """Open these letters as they will be attached."""
        return self.env.ref(REPORT).report_action(self, config=False)

    def send_batch(self):
        """Send these letters. What was paid, promised or disputed meanwhile is taken off them; one that
        has nothing left, or nobody to go to, is set aside.

        :returns: dict of ``made``: ids of the mails; ``aside``: ids of these rows that were left
        :raises AccessError: a contract that the user may not work on
        """
        lines = self.settlement_ids
        lines.check_access("write")
        _letters, aside = lines._get_letters()
        for row in self:
            left = row.settlement_ids.filtered(lambda line: line not in aside)
            if left != row.settlement_ids:
                row.settlement_ids = [Command.set(left.ids)]
        faults = self._get_faults()
        held = {line: text for row, text in faults.items() for line in row.settlement_ids}
        unsent = lines.browse().union(*held)
        unsent._keep_letters("held", held, unsent._get_next_steps())
        ready = self.filtered(lambda row: row.settlement_ids and row not in faults)
        mails = ready._send()
        return {"made": mails.ids, "aside": (self - ready).ids}

    def _send(self):
        """Put these letters into the outgoing queue, log them, and tell them on their contracts."""
        notes = self._get_notes()
        files = {row: self._print(row) for row in self}
        logs = self.settlement_ids._keep_letters(
            "sent",
            {line: row._tell_sent() for row in self for line in row.settlement_ids},
            {line: int(row.step) for row in self for line in row.settlement_ids},
        )
        rows = {line: row for row in self for line in row.settlement_ids}  # a line is in one letter
        first = {}  # the row of the log that holds the file, for each letter and contract
        for log in logs:
            first.setdefault((rows[log.settlement_id], log.contract_id), log)
        # sudo: whoever may send a letter leaves it there; with the log it is seen by those who see
        # the contract, and it is no text of the contract
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": row._get_file_name(),
                        "raw": files[row],
                        "mimetype": "application/pdf",
                        "res_model": log._name,
                        "res_id": log.id,
                    }
                    for (row, _contract), log in first.items()
                ]
            )
        )
        found = {}
        for (row, contract), attachment in zip(first, attachments, strict=True):
            # one by one: Odoo takes no file for several records at once
            contract.with_env(self.env)._message_log_batch(
                {contract.id: row._tell_sent()}, attachment_ids=[Command.link(attachment.id)]
            )
            found.setdefault(row, attachment)
        # sudo: mails are closed to users; this one was shown to whoever sends it
        return (
            self.env["mail.mail"]
            .sudo()
            .create([row._prepare_mail(notes[row], found[row]) for row in self])
        )

    def _get_notes(self):
        """Return {row: the letter as it is printed, as dict of text}."""
        paper = self.env["report.commercial_contract.payment_letter"]
        return dict(zip(self, paper._get_notes(self.ids), strict=True))

    def _print(self, row):
        report = self.env["ir.actions.report"]
        return report._render_qweb_pdf(REPORT, row.ids)[0]

    def _get_file_name(self):
        """Return the name of the file, in the language of the letter."""
        row = self.with_context(lang=self.lang)
        return row.env._("Payment Letter %s.pdf", row.partner_id.name).replace("/", "-")

    def _prepare_mail(self, note, attachment):
        """Return the values of the mail.

        :param note: the letter as it is printed
        """
        table = (
            self.env["ir.qweb"]
            .with_context(lang=note["lang_code"])
            ._render("commercial_contract.payment_letter_table", {"doc": note})
        )
        sender = self.env.user.email_formatted or self.company_id.email_formatted
        return {
            "subject": self.subject,
            "body_html": Markup("%s%s") % (self.body or "", table),
            "author_id": self.env.user.partner_id.id,
            "email_from": sender,
            "reply_to": sender,
            "recipient_ids": [Command.set(self.recipient_ids.filtered("email").ids)],
            "attachment_ids": [Command.link(attachment.id)],
        }

    def _tell_sent(self):
        """Return the sentence that stands in the log and on the contract."""
        labels = dict(self._fields["step"]._description_selection(self.env))
        return self.env._(
            "Payment letter (%(step)s) to %(partner)s, %(email)s: %(lines)s, %(amount)s.",
            step=labels[self.step],
            partner=self.partner_id.display_name,
            email=self.email,
            lines=format_list(self.env, self.settlement_ids.mapped("display_name")),
            amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
        )

    def finish_letter_batches(self, result):
        """Return the action that tells how many were sent, and leads to what was left.

        :param result: dict of ids of rows: ``done``, ``aside``, and ``left`` where it was stopped
        """
        done = self.browse(result["done"])
        wizard = self.browse(result["done"] + result["aside"] + result["left"]).letter_id
        return wizard._tell_sent(done)
