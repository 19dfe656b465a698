from odoo import api, fields, models
from odoo.tools import format_date, formatLang


class CommercialContractAmendmentTerm(models.Model):
    """A term of the contract that was changed. What it was is kept as it is written down, since the
    record that it named may be renamed or deleted; dates and figures are read in one's language."""

    _name = "commercial.contract.amendment.term"
    _description = "Amended Term"
    _inherit = ["commercial.contract.child"]
    _order = "id"
    _rec_name = "field_name"

    amendment_id = fields.Many2one(
        "commercial.contract.amendment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    field_name = fields.Char(required=True, readonly=True, export_string_translation=False)
    value_before = fields.Char(readonly=True, export_string_translation=False)
    value_after = fields.Char(readonly=True, export_string_translation=False)
    label = fields.Char(string="Term of the Contract", compute="_compute_texts")
    text_before = fields.Char(string="Before", compute="_compute_texts")
    text_after = fields.Char(string="After", compute="_compute_texts")

    @api.depends("field_name", "value_before", "value_after")
    @api.depends_context("lang")
    def _compute_texts(self):
        contracts = self.env["commercial.contract"]
        names = [name for name in set(self.mapped("field_name")) if name in contracts._fields]
        described = contracts.fields_get(names, ["string"])
        for term in self:
            known = described.get(term.field_name)
            term.label = known["string"] if known else term.field_name
            term.text_before = term._read_text(term.value_before)
            term.text_after = term._read_text(term.value_after)

    @api.model
    def _to_text(self, value):
        """Return a value of the contract as it is kept."""
        if isinstance(value, models.BaseModel):
            return value.display_name or False
        return str(value) if value not in (False, None) else False

    def _read_text(self, text):
        """Return a kept value as the reader writes it."""
        field = self.env["commercial.contract"]._fields.get(self.field_name)
        kind = field.type if field else "char"
        if kind == "boolean":
            return self.env._("Yes") if text else self.env._("No")
        if not text:
            return False
        if kind == "date":
            return format_date(self.env, text)
        if kind == "monetary":
            return formatLang(self.env, float(text), currency_obj=self.currency_id)
        return f"{float(text):.10g}" if kind == "float" else text
