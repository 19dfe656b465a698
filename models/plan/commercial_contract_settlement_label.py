from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import babel_locale_parse

# How the names of recurring lines are written: by month, or by day where two fall into one month.
PERIODS = ("yMMM", "yMMMd")


class CommercialContractSettlement(models.Model):
    """What a plan line is called: a name of one's own, or one that every reader has in his language.

    The name is stored as it was written. Where it is the word for a kind of line, or the period of
    a recurring one, in whatever language, the label says the same in the reader's.
    """

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]
    _rec_names_search = ["label", "contract_id.name"]

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    label = fields.Char(
        string="Settlement Line",
        compute="_compute_label",
        search="_search_label",
        help="The name of the line, in the language of whoever reads it.",
    )

    @api.depends("kind")
    def _compute_name(self):
        known, labels = self._get_known_kinds(), self._get_kind_labels()
        for line in self:
            if not line.name or line.name in known:
                line.name = labels.get(line.kind)

    @api.depends("name", "date_due", "date_due_original")
    @api.depends_context("lang")
    def _compute_label(self):
        known, labels = self._get_known_kinds(), self._get_kind_labels()
        for line in self:
            line.label = labels.get(known.get(line.name)) or line._get_period() or line.name

    def _search_label(self, operator, value):
        if operator not in ("ilike", "=", "in", "like", "=ilike"):
            return NotImplemented
        found = Domain("name", operator, value)
        if not isinstance(value, str):
            return found
        fits = {
            kind
            for kind, label in self._get_kind_labels().items()
            if value.lower() in label.lower()
        }
        names = [name for name, kind in self._get_known_kinds().items() if kind in fits]
        return found | Domain("name", "in", names)

    @api.depends("label", "contract_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            parts = (line.contract_id.name, line.label)
            line.display_name = " ".join(part for part in parts if part)

    def _get_kind_labels(self):
        """Return {kind: label} in the language of the environment."""
        return dict(self._fields["kind"]._description_selection(self.env))

    def _get_languages(self):
        return {"en_US", *(code for code, _name in self.env["res.lang"].get_installed())}

    def _get_known_kinds(self):
        """Return {label: kind} in every language that is installed."""
        return {
            label: kind
            for code in self._get_languages()
            for kind, label in self.with_context(lang=code)._get_kind_labels().items()
        }

    def _get_period(self):
        """Return the period that the name tells, in the reader's language, or nothing."""
        day = self.date_due_original or self.date_due
        if not day or str(day.year) not in self.name:
            return None
        for form in PERIODS:
            if self.name in {
                self._format_period(day, form, code) for code in self._get_languages()
            }:
                return self._format_period(day, form, self.env.lang)
        return None

    def _prepare_copied_name(self, day):
        """Return the name of a line that is planned like this one and due on ``day``, as values."""
        if self.name in self._get_known_kinds():
            return {}  # the kind says it
        period = self._get_period()
        return {"name": self._get_period_names([day])[0] if period and day else self.label}

    def _get_period_names(self, dates):
        """Return what lines of a recurrence are called, in the language of the environment."""
        months = [self._format_period(day, PERIODS[0], self.env.lang) for day in dates]
        if len(set(months)) == len(months):
            return months
        return [self._format_period(day, PERIODS[1], self.env.lang) for day in dates]

    def _format_period(self, day, form, code):
        return format_skeleton(form, day, locale=babel_locale_parse(code or "en_US"))
