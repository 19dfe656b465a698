from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ..contract.parts import INVOICES, check_part
from .shares import Shares


class CommercialContract(models.Model):
    """The invoices of a contract, and what it costs besides."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    move_line_ids = fields.One2many(
        "account.move.line",
        "commercial_contract_id",
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
        help="Invoices, bills and credit notes with a line of this contract.",
    )
    invoice_count = fields.Integer(
        compute="_compute_invoice_ids", compute_sudo=True, groups=INVOICES
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        index="btree_not_null",
        check_company=True,
        copy=False,
        help="The invoices of the contract are booked on it, and what else is booked on it is its"
        " expense.",
    )

    @api.depends("move_line_ids.display_type", "move_line_ids.move_id.move_type")
    @api.depends_context("uid")
    def _compute_invoice_ids(self):
        """Computed as superuser, shown as far as the user may see them."""
        moves = self.env["account.move"].sudo(False)  # sudo: back to the user, whose rights decide
        found = moves._get_contract_documents("commercial_contract_id", self)
        for contract in self:
            contract.invoice_ids = found.get(contract._origin.id)
            contract.invoice_count = len(contract.invoice_ids)

    def _search_invoice_ids(self, operator, value):
        check_part(self.env, "invoices")
        return self.env["account.move"]._search_contract_documents(operator, value)

    def action_view_invoices(self):
        """Open the invoices of these contracts."""
        check_part(self.env, "invoices")
        purchase = set(self.mapped("direction")) == {"purchase"}
        kind = "in_invoice" if purchase else "out_invoice"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"account.action_move_{kind}_type")
        action.update(
            domain=[("id", "in", self.invoice_ids.ids)], context={"default_move_type": kind}
        )
        if len(self.invoice_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.invoice_ids.id)
        return action

    def _get_history_faults(self):
        faults = super()._get_history_faults()
        # sudo: a document that the user may not see counts as well
        moves = self.env["account.move"].sudo()
        documents = moves._get_contract_documents(
            "commercial_contract_id", self, Domain("state", "in", ("draft", "posted"))
        )
        for contract in self:
            if contract.id in documents:
                names = documents[contract.id].mapped("display_name")
                faults.append(
                    self.env._(
                        "%(contract)s is on %(invoices)s: it can neither go back to draft nor be"
                        " cancelled or deleted. Delete the drafts; once an invoice was posted,"
                        " terminate the contract.",
                        contract=contract.display_name,
                        invoices=format_list(self.env, names),
                    )
                )
        return faults

    def _get_deletion_faults(self):
        """What was cancelled, and entries whose items name the contract, hold it as well."""
        faults = super()._get_deletion_faults()
        for contract in self if not faults else ():
            moves = contract.sudo().move_line_ids.move_id  # sudo: as above
            if moves:
                faults.append(
                    self.env._(
                        "%(contract)s cannot be deleted: %(documents)s names it. Delete that first, or take"
                        " the contract off its lines.",
                        contract=contract.display_name,
                        documents=format_list(self.env, moves.mapped("display_name")),
                    )
                )
        return faults

    def _is_running(self):
        """Whether the contract is in force or was completed: it can be invoiced."""
        return self.state in ("active", "done")

    def _get_shares(self, base_lines=None):
        """Return {contract: Shares}, with all that earlier invoices carry of their goods (B2).

        :param base_lines: {contract: {goods id: base line}} instead of the goods as they are
        """
        plan = self.settlement_ids.with_prefetch().grouped("contract_id")
        shares = {
            contract: Shares(
                contract,
                {
                    line: contract._to_units(line.amount_to_invoice)
                    for line in plan.get(contract, ())
                },
                base_lines and base_lines[contract],
            )
            for contract in self
        }
        AccountMoveLine = self.env["account.move.line"]
        items = AccountMoveLine.search(
            Domain("commercial_contract_id", "in", self.ids)
            & Domain("commercial_contract_line_id", "!=", False)
            & Domain("display_type", "=", "product")
            & AccountMoveLine._billed_domain()
        )
        for (contract, _move), part in items.grouped(
            lambda item: (item.commercial_contract_id, item.move_id)
        ).items():
            shares[contract].carry([item._prepare_carried() for item in part])
        for contract in self._get_unproportional():
            shares[contract].weigh_rest()
        return shares

    def _get_unproportional(self):
        """Return those of these contracts whose goods are not what they were when a part of them was
        invoiced. Later packages say which."""
        return self.browse()
