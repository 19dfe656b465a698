from odoo import api, fields, models
from odoo.tools import formatLang
from odoo.tools.safe_eval import safe_eval

from ..contract.parts import check_part
from .ledger_fields import LedgerChar, LedgerSelection


class CommercialContract(models.Model):
    """What the head of the form says: which money comes next, and the one thing that is most urgent."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    next_settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Next Settlement Line",
        compute="_compute_next_settlement",
        help="The open line that is due first; where none has a date, the first that waits for its event.",
    )
    next_text = fields.Char(string="What Comes Next", compute="_compute_next_settlement")
    urgent = LedgerSelection(
        [
            ("overdue", "Overdue"),
            ("to_invoice", "Due and Not Invoiced"),
            ("unallocated", "Money above the Plan"),
            ("unplanned", "Plan Does Not Add Up"),
            ("ceiling", "Over the Ceiling"),
        ],
        string="Most Urgent",
        compute="_compute_urgent",
        help="The first of these that is so. The form shows no more than one.",
    )
    urgent_text = LedgerChar(string="Most Urgent, in Words", compute="_compute_urgent")

    @api.depends(
        "state",
        "settlement_ids.amount_residual",
        "settlement_ids.date_due",
        "settlement_ids.label",
        "settlement_ids.state",
    )
    @api.depends_context("lang")
    def _compute_next_settlement(self):
        today = fields.Date.context_today(self)
        for contract in self:
            plan = contract.settlement_ids.filtered(lambda line: line._is_waiting())
            dated = plan.filtered("date_due").sorted("date_due")
            line = (dated or plan.sorted("sequence"))[:1]
            contract.next_settlement_id = line
            contract.next_text = line._tell_next(today) if line else False

    @api.depends(
        "amount_overdue",
        "amount_to_invoice",
        "amount_unallocated",
        "amount_unplanned",
        "is_over_ceiling",
        "settlement_ids",
        "state",
    )
    @api.depends_context("lang")
    def _compute_urgent(self):
        for contract in self:
            contract.urgent = contract._get_urgent()
            contract.urgent_text = contract._tell_urgent(contract.urgent)

    def _get_urgent(self):
        """Return the key of what is most urgent on this contract, or False. Later steps add theirs."""
        if self.is_framework:
            return "ceiling" if self.is_over_ceiling else False
        if self.amount_overdue:
            return "overdue"
        if self.amount_to_invoice:
            return "to_invoice"
        if not self.currency_id.is_zero(self.amount_unallocated):
            return "unallocated"
        if (
            self.state == "draft"
            and self.settlement_ids
            and self.amount_total
            and not self.currency_id.is_zero(self.amount_unplanned)
        ):
            return "unplanned"
        return False

    def _tell_urgent(self, urgent):
        """Return one sentence with the figures of what is urgent, in the language of the reader."""

        def money(amount):
            return formatLang(self.env, amount, currency_obj=self.currency_id)

        if urgent == "overdue":
            late = self.settlement_ids.filtered(lambda line: line.due_status == "overdue")
            return late._tell_overdue(money(self.amount_overdue))
        if urgent == "to_invoice":
            return self._get_lines_to_invoice()._tell_to_invoice(money(self.amount_to_invoice))
        if urgent == "unallocated":
            return self.env._(
                "%s in the books is above the plan. It flows on by itself when the plan grows.",
                money(self.amount_unallocated),
            )
        if urgent == "unplanned" and self.amount_unplanned > 0:
            return self.env._(
                "The plan lacks %s to the contract amount.", money(self.amount_unplanned)
            )
        if urgent == "unplanned":
            return self.env._(
                "The plan is %s above the contract amount.", money(-self.amount_unplanned)
            )
        if urgent == "ceiling":
            return self.env._(
                "The local contracts add up to %(amount)s, above the ceiling of %(ceiling)s.",
                amount=money(self.amount_local_total),
                ceiling=money(self.amount_ceiling),
            )
        return False

    def action_view_overdue(self):
        """Open the overdue plan lines of this contract."""
        return self._open_from_here("commercial_contract_settlement_action_contract_overdue")

    def action_view_unallocated(self):
        """Open the money that this contract has: what settles its plan, and so what is above it."""
        check_part(self.env, "payments")
        return self._open_from_here("commercial_contract_allocation_action_contract")

    def _open_from_here(self, name):
        """Return the window action of that name, its domain for this contract as the active record."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"commercial_contract.{name}")
        action["domain"] = safe_eval(action["domain"], {"active_id": self.id})
        return action
