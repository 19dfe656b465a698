from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list, formatLang

from ...tools.money import fill
from ..contract.parts import INVOICES, check_part


class CommercialContractSettlement(models.Model):
    """What was billed of a plan line: read from the invoices, never remembered (DESIGN 5)."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    move_line_ids = fields.One2many(
        "account.move.line",
        "commercial_settlement_id",
        string="Journal Items",
        groups=INVOICES,
    )
    invoice_ids = fields.Many2many(
        "account.move",
        string="Invoices",
        compute="_compute_invoice_ids",
        compute_sudo=True,
        search="_search_invoice_ids",
        groups=INVOICES,
        help="Invoices, bills and credit notes that bill this line.",
    )
    amount_to_invoice = fields.Monetary(
        string="To Invoice",
        compute="_compute_amount_to_invoice",
        help="What is not on an invoice yet, drafts included. Nothing where orders are invoiced.",
    )
    amount_difference = fields.Monetary(
        string="Billed above the Plan",
        compute="_compute_amount_difference",
        help="What the vendor's bills come to more than this line, or less.",
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
        check_part(self.env, "invoices")
        return self.env["account.move"]._search_contract_documents(operator, value)

    @api.depends(
        "amount",
        "opening_invoiced",
        "currency_id",
        "date_due",
        "sequence",
        "contract_id.billing_policy",
        "move_line_ids.price_total",
        "move_line_ids.parent_state",
        "move_line_ids.display_type",
        "move_line_ids.move_id.move_type",
        # not on the lines of invoices that name no plan line: marking these costs Odoo two queries
        # for each payment of a contract; whoever is about to bill asks anew
    )
    def _compute_amount_to_invoice(self):
        """Less what plan lines have on invoices, and less what is on invoices of the contract that
        name no plan line, such as those of its order: first due, first invoiced (B4, B6)."""
        loose = self.env["account.move.line"]._sum_loose(self.contract_id)
        # the contracts with such invoices as a whole: the order of their lines decides
        lines = self | self.contract_id.filtered(lambda k: loose.get(k._origin.id)).settlement_ids
        billed = lines._get_billed()
        left = {
            line: line.amount - line.opening_invoiced - billed.get(line._origin.id, 0.0)
            for line in lines
        }
        for contract, part in lines.grouped("contract_id").items():
            if loose.get(contract._origin.id):
                part._take_off(left, loose[contract._origin.id])
        for line in self:
            by_plan = line.contract_id.billing_policy == "plan"
            line.amount_to_invoice = left[line] if by_plan else 0.0

    @api.depends("amount_to_invoice", "opening_invoiced", "amount", "contract_id.direction")
    def _compute_amount_difference(self):
        """Nothing before there is a bill: then all of it is left to bill (B8)."""
        for line in self:
            whole = line.amount - line.opening_invoiced
            touched = not line.currency_id.is_zero(whole - line.amount_to_invoice)
            by_vendor = line.direction == "purchase" and line.contract_id.billing_policy == "plan"
            line.amount_difference = -line.amount_to_invoice if touched and by_vendor else 0.0

    def _get_difference_text(self):
        """Return the sentence about a plan line whose bills come to another amount (B8)."""
        amounts = {"plan": self.amount, "billed": self.amount + self.amount_difference}
        return self.env._(
            "Line '%(line)s' of %(contract)s is over %(plan)s, its bills come to %(billed)s.",
            **{
                name: formatLang(self.env, amount, currency_obj=self.currency_id)
                for name, amount in amounts.items()
            },
            **self._names(),
        )

    def _take_off(self, left, amount):
        """Lower what is ``left`` of these plan lines of one contract by the amount, by due date."""
        last = fields.Date.to_date("9999-12-31")
        lines = self.sorted(lambda line: (line.date_due or last, line.sequence, line._origin.id))
        contract = self.contract_id
        rooms = [contract._to_units(left[line]) for line in lines]
        for line, part in zip(lines, fill(contract._to_units(amount), rooms), strict=True):
            left[line] -= contract._from_units(part)

    def _is_left_to_invoice(self):
        self.ensure_one()
        return self.currency_id.compare_amounts(self.amount_to_invoice, 0) > 0

    def _is_left_for_job(self):
        """Whether the job bills this line: what a vendor's bill differs by is no bill of its own (B8)."""
        return self._is_left_to_invoice() and self.currency_id.is_zero(self.amount_difference)

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
