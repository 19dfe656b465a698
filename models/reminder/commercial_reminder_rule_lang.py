from odoo import api, fields, models


class CommercialReminderRule(models.Model):
    """In which language a rule speaks."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    lang = fields.Selection(
        lambda self: self._get_languages(),
        string="Language",
        help="Empty: each in his own, letters in that of the customer.",
    )

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    def _get_lang(self, lang):
        """Return the language that this rule speaks to a reader of ``lang``: a language that was
        switched off since is passed over."""
        return self.lang if self.lang in dict(self._get_languages()) else lang
