from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list


class CommercialContractSettlement(models.Model):
    """What was billed of a plan line: read from the invoices, never remembered (DESIGN 5)."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    move_line_ids = fields.One2many(
        "account.move.line", "commercial_settlement_id", string="Journal Items"
    )
    invoice_ids = fields.Many2many(
        "account.move",
        string="Invoices",
        compute="_compute_invoice_ids",
        compute_sudo=True,
        search="_search_invoice_ids",
        help="Invoices, bills and credit notes that bill this line.",
    )
    amount_to_invoice = fields.Monetary(
        string="To Invoice",
        compute="_compute_amount_to_invoice",
        help="What is not on an invoice yet, drafts included. Nothing where orders are invoiced.",
    )

    @api.depends("move_line_ids.display_type", "move_line_ids.move_id.move_type")
    @api.depends_context("uid")
    def _compute_invoice_ids(self):
        """Computed as superuser, shown as far as the user may see them."""
        moves = self.env["account.move"].sudo(False)  # sudo: back to the user, whose rights decide
        found = moves._get_contract_documents("commercial_settlement_id", self)
        for line in self:
            line.invoice_ids = found.get(line._origin.id)

    def _search_invoice_ids(self, operator, value):
        return self.env["account.move"]._search_contract_documents(operator, value)

    @api.depends(
        "amount",
        "opening_invoiced",
        "currency_id",
        "contract_id.billing_policy",
        "move_line_ids.price_total",
        "move_line_ids.parent_state",
        "move_line_ids.display_type",
        "move_line_ids.move_id.move_type",
    )
    def _compute_amount_to_invoice(self):
        billed = self._get_billed()
        for line in self:
            left = line.amount - line.opening_invoiced - billed.get(line._origin.id, 0.0)
            by_plan = line.contract_id.billing_policy == "plan"
            line.amount_to_invoice = left if by_plan else 0.0

    def _is_left_to_invoice(self):
        self.ensure_one()
        return self.currency_id.compare_amounts(self.amount_to_invoice, 0) > 0

    def _get_billed(self):
        """Return {plan line id: amount} on draft and posted invoices less credit notes (B4)."""
        return self.env["account.move.line"]._sum_billed("commercial_settlement_id", self)

    def _get_history_faults(self):
        faults = super()._get_history_faults()
        # sudo: an invoice that the user may not see keeps its plan line as well
        moves = self.env["account.move"].sudo()
        documents = moves._get_contract_documents(
            "commercial_settlement_id", self, Domain("state", "in", ("draft", "posted"))
        )
        for line in self:
            if line.id in documents:
                names = documents[line.id].mapped("display_name")
                faults.append(
                    self.env._(
                        "Line '%(line)s' of %(contract)s is already on invoice %(invoices)s and"
                        " cannot be deleted. Cancel or reverse that invoice first.",
                        invoices=format_list(self.env, names),
                        **line._names(),
                    )
                )
        return faults
