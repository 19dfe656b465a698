from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..contract.parts import GOODS

KINDS = [("change", "Change"), ("terminate", "Termination")]


class CommercialContractAmendment(models.Model):
    """What was changed after signing: the figures before and after, the reason, the effective date.

    Written by the amending methods of the contract alone, never changed afterwards.
    """

    _name = "commercial.contract.amendment"
    _description = "Contract Amendment"
    _inherit = ["commercial.contract.child"]
    _order = "date desc, id desc"

    name = fields.Char(string="Amendment No.", required=True, readonly=True, index="trigram")
    kind = fields.Selection(
        KINDS,
        string="Kind of Amendment",
        required=True,
        readonly=True,
    )
    date = fields.Date(string="Effective On", required=True, readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Amended By", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")
    direction = fields.Selection(related="contract_id.direction", store=True)
    # stored: what is added up is grouped by it
    currency_id = fields.Many2one(related="contract_id.currency_id", store=True)
    amount_before = fields.Monetary(
        string="Plan Before", readonly=True, help="What the plan added up to before, tax included."
    )
    amount_after = fields.Monetary(
        string="Plan After", readonly=True, help="What the plan adds up to since, tax included."
    )
    difference = fields.Monetary(
        compute="_compute_difference",
        store=True,
        help="What the plan comes to more than before, or less.",
    )
    total_before = fields.Monetary(
        string="Contract Amount Before", readonly=True, help="Tax included."
    )
    total_after = fields.Monetary(
        string="Contract Amount After", readonly=True, help="Tax included."
    )
    untaxed_before = fields.Monetary(string="Untaxed Amount Before", readonly=True)
    untaxed_after = fields.Monetary(string="Untaxed Amount After", readonly=True)
    amount_open = fields.Monetary(
        string="Unsettled Before",
        readonly=True,
        help="What the plan still waited for when the contract was amended.",
    )
    line_ids = fields.One2many(
        "commercial.contract.amendment.line",
        "amendment_id",
        string="Changed Settlement Lines",
        readonly=True,
    )
    goods_ids = fields.One2many(
        "commercial.contract.amendment.goods",
        "amendment_id",
        string="Changed Goods",
        readonly=True,
        groups=GOODS,
    )
    term_ids = fields.One2many(
        "commercial.contract.amendment.term",
        "amendment_id",
        string="Changed Terms",
        readonly=True,
    )

    _name_unique = models.UniqueIndex(
        "(contract_id, name)", "Each amendment of a contract has a number of its own."
    )

    @api.depends("amount_before", "amount_after")
    def _compute_difference(self):
        for amendment in self:
            amendment.difference = amendment.amount_after - amendment.amount_before

    def _get_text(self):
        """Return what the chatter of the contract says about this amendment, before and after."""
        facts = [
            (self.env._("Effective On"), format_date(self.env, self.date)),
            (self.env._("Reason"), self.reason or "-"),
        ]
        if self.currency_id.compare_amounts(self.total_before, self.total_after):
            facts.append(
                (
                    self.env._("Contract Amount"),
                    self._get_step(self.total_before, self.total_after),
                )
            )
        facts += [
            (row.label, f"{row.text_before or '-'} → {row.text_after or '-'}")
            for row in self.term_ids
        ]
        facts += [
            (row.name, self._get_step(row.amount_before, row.amount_after))
            # sudo: the note is the same, whoever amends
            for row in (*self.sudo().goods_ids, *self.line_ids)
        ]
        head = self.env._("Amended: %s", self.name)
        rows = Markup().join(Markup("<li>{}: {}</li>").format(label, text) for label, text in facts)
        return Markup("<p>{}</p><ul>{}</ul>").format(head, rows)

    def _get_step(self, before, after):
        before, after = (
            formatLang(self.env, amount, currency_obj=self.currency_id)
            for amount in (before, after)
        )
        return f"{before} → {after}"
