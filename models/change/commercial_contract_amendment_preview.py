from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..contract.parts import GOODS

TABLE = Markup('<table class="table table-sm"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
HEAD, CELL = Markup("<th{}>{}</th>"), Markup("<td{}>{}</td>")
RIGHT = Markup(' class="text-end"')
AMOUNTS = 2  # before and after, the last columns


class CommercialContractAmendmentRequest(models.Model):
    """A prepared amendment as it is shown: before and after side by side, in the reader's language."""

    _name = "commercial.contract.amendment.request"
    _inherit = ["commercial.contract.amendment.request"]

    terms_preview = fields.Html(string="Changed Terms", compute="_compute_previews", sanitize=False)
    plan_preview = fields.Html(
        string="Changed Settlement Lines", compute="_compute_previews", sanitize=False
    )
    goods_preview = fields.Html(
        string="Changed Goods", compute="_compute_goods_preview", sanitize=False, groups=GOODS
    )

    @api.depends("outcome")
    @api.depends_context("lang")
    def _compute_previews(self):
        for request in self:
            # sudo: the reader of a request may know what it changes; goods are shown apart
            outcome = request.sudo().outcome or {}
            request.terms_preview = request._make_table(
                [self.env._("Term of the Contract"), self.env._("Before"), self.env._("After")],
                [request._tell_term(row) for row in outcome.get("terms", ())],
            )
            request.plan_preview = request._make_table(
                [
                    self.env._("Settlement Line"),
                    *self._get_heads(self.env._("Due Date")),
                    *self._get_heads(self.env._("Amount")),
                ],
                [request._tell_plan(row) for row in outcome.get("plan", ())],
                AMOUNTS,
            )

    @api.depends("outcome")
    @api.depends_context("lang")
    def _compute_goods_preview(self):
        for request in self:
            # sudo: the field itself is closed to whoever does not see goods
            outcome = request.sudo().outcome or {}
            request.goods_preview = request._make_table(
                [
                    self.env._("Description"),
                    *self._get_heads(self.env._("Quantity")),
                    *self._get_heads(self.env._("Unit Price")),
                    *self._get_heads(self.env._("Taxes")),
                    *self._get_heads(self.env._("Amount")),
                ],
                [request._tell_goods(row) for row in outcome.get("goods", ())],
                AMOUNTS,
            )

    def _get_heads(self, label):
        return [f"{label} {moment}" for moment in (self.env._("Before"), self.env._("After"))]

    def _make_table(self, heads, rows, amounts=0):
        """Return a table, or False where it has no rows.

        :param amounts: how many of the last columns are figures
        """
        if not rows:
            return False
        sides = [""] * (len(heads) - amounts) + [RIGHT] * amounts
        return TABLE.format(
            Markup().join(map(HEAD.format, sides, heads)),
            Markup().join(
                Markup("<tr>{}</tr>").format(
                    Markup().join(map(CELL.format, sides, [cell or "–" for cell in row]))
                )
                for row in rows
            ),
        )

    def _tell_term(self, row):
        terms = self.env["commercial.contract.amendment.term"]
        texts = [self._get_term_text(row["name"], row[moment]) for moment in ("before", "after")]
        term = terms.new(
            {
                "contract_id": self.contract_id.id,
                "field_name": row["name"],
                "value_before": terms._to_text(texts[0]),
                "value_after": terms._to_text(texts[1]),
            }
        )
        return [term.label, term.text_before, term.text_after]

    def _get_term_text(self, name, value):
        field = self.contract_id._fields[name]
        if field.type != "many2one":
            return value
        # sudo: who reads the contract may know whom an amendment names
        return self.env[field.comodel_name].sudo().browse(value or ()).exists().display_name

    def _tell_plan(self, row):
        lines = self.env["commercial.contract.settlement"]
        name = row["name"] or lines.browse(row["line"] or ()).exists().label
        dues = [
            format_date(self.env, date) if date else lines._read_event(event)
            for date, event in zip(row["date"], row["event"], strict=True)
        ]
        return [name, *dues, *self._get_amounts(row["amount"])]

    def _tell_goods(self, row):
        # sudo: taxes of the goods that the reader sees
        taxes = self.env["account.tax"].sudo()
        return [
            row["name"][1],
            *(f"{quantity or 0:g}" for quantity in row["quantity"]),
            *(
                formatLang(self.env, price or 0.0, dp="Product Price")
                for price in row["price_unit"]
            ),
            *(", ".join(taxes.browse(ids or ()).exists().mapped("name")) for ids in row["tax_ids"]),
            *self._get_amounts(row["amount"]),
        ]

    def _get_amounts(self, amounts):
        return [formatLang(self.env, amount, currency_obj=self.currency_id) for amount in amounts]
