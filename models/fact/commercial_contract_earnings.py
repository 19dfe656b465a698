from odoo import api, fields, models

from ..contract.parts import EXPENSES, check_part

COUNTED = ("signed", "invoiced", "expense")
MEASURES = ("amount", "signed_untaxed", "invoiced_untaxed", "expense", "purchased")
NOTHING = dict.fromkeys(MEASURES, 0.0)


class CommercialContract(models.Model):
    """What a contract earns (question 19): what it sells, less what was bought and spent for it."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_expense = fields.Monetary(
        string="Contract Expense",
        compute="_compute_amount_earned",
        groups=EXPENSES,
        help="What is posted on the analytic account, invoices of sales contracts left out, without the tax"
        " that is deducted. Where contracts share the account it counts under the first of them, a sales"
        " contract before a purchase contract.",
    )
    amount_purchased = fields.Monetary(
        string="Purchased under Contracts",
        compute="_compute_amount_earned",
        currency_field="company_currency_id",
        groups=EXPENSES,
        help="Of the expenses, what vendors billed under purchase contracts, in company currency.",
    )
    amount_earned_expected = fields.Monetary(
        string="Expected Earnings",
        compute="_compute_amount_earned",
        currency_field="company_currency_id",
        groups=EXPENSES,
        help="What is signed, without tax, less the expenses until now, in company currency.",
    )
    amount_earned = fields.Monetary(
        string="Earnings to Date",
        compute="_compute_amount_earned",
        currency_field="company_currency_id",
        groups=EXPENSES,
        help="What is invoiced, without tax, less the expenses until now, in company currency.",
    )
    earned_percent = fields.Float(
        string="Margin (%)",
        compute="_compute_amount_earned",
        digits=(16, 1),
        groups=EXPENSES,
        help="Earnings to date for each 100 invoiced without tax.",
    )
    sharing_contract_ids = fields.Many2many(
        "commercial.contract",
        string="Contracts on the Same Account",
        compute="_compute_sharing_contract_ids",
        groups=EXPENSES,
        help="Expenses of an analytic account count under one contract. Give each contract an account of its"
        " own to tell them apart.",
    )

    @api.depends("analytic_account_id", "fact_version")
    def _compute_amount_earned(self):
        # sudo: who sees a contract sees its figures; expenses are of the part that guards the fields
        facts = self.env["commercial.contract.fact"].sudo()
        sums = {
            (contract.id, kind): {
                name: amount or 0.0 for name, amount in zip(MEASURES, amounts, strict=True)
            }
            for contract, kind, *amounts in facts._read_group(
                [("contract_id", "in", self._origin.ids), ("kind", "in", COUNTED)],
                ["contract_id", "kind"],
                [f"{name}:sum" for name in MEASURES],
            )
        }
        for contract in self:
            signed, invoiced, spent = (
                sums.get((contract._origin.id, kind), NOTHING) for kind in COUNTED
            )
            earned = invoiced["invoiced_untaxed"] - spent["expense"]
            contract.amount_expense = spent["amount"]
            contract.amount_purchased = spent["purchased"]
            contract.amount_earned_expected = signed["signed_untaxed"] - spent["expense"]
            contract.amount_earned = earned
            contract.earned_percent = (
                100 * earned / invoiced["invoiced_untaxed"] if invoiced["invoiced_untaxed"] else 0.0
            )

    @api.depends("analytic_account_id")
    @api.depends_context("uid")
    def _compute_sharing_contract_ids(self):
        """As far as the user may see them."""
        accounts = self.analytic_account_id
        groups = self.env["commercial.contract"]._read_group(
            [("analytic_account_id", "in", accounts.ids), ("is_framework", "=", False)],
            ["analytic_account_id"],
            ["id:recordset"],
        )
        found = dict(groups)
        for contract in self:
            contract.sharing_contract_ids = (
                found.get(contract.analytic_account_id, self.browse()) - contract._origin
            )

    def action_view_earnings(self):
        """Open the events that the earnings of this contract are the sum of.

        :raises AccessError: the figures or the expenses are closed to the user
        """
        self.ensure_one()
        self.check_access("read")
        check_part(self.env, "figures")
        check_part(self.env, "expenses")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_report_action_earnings"
        )
        action["domain"] = [
            ("contract_id", "=", self.id),
            ("kind", "in", COUNTED),
        ]
        action["context"] = {"search_default_group_kind": 1}
        action["views"] = sorted(action["views"], key=lambda view: view[1] != "list")
        return action
