from odoo import api, fields, models
from odoo.fields import Domain


class AccountPayment(models.Model):
    """The way from a payment to the contracts that it brings money."""

    _name = "account.payment"
    _inherit = ["account.payment"]

    commercial_contract_ids = fields.Many2many(
        "commercial.contract",
        string="Contracts",
        compute="_compute_commercial_contract_ids",
        help="The contract that the payment names, and those whose plan its money settles.",
    )

    @api.depends("commercial_contract_id", "state")
    @api.depends_context("uid")
    def _compute_commercial_contract_ids(self):
        contracts = self.env["commercial.contract"]
        rows = self.env["commercial.contract.allocation"]
        if rows.has_access("read"):
            domain = Domain("payment_id", "in", self._origin.ids)
            domain |= Domain("move_line_id.payment_id", "in", self._origin.ids)
            # sudo: the items by which a row hangs on the payment are closed to salespeople; of a row
            # only its contract is taken, and of these only what the user may read is shown
            rows = rows.sudo().search(domain)
        found = {}
        for row in rows:
            payment = (row.payment_id or row.move_line_id.payment_id).id
            found[payment] = found.get(payment, contracts) | row.contract_id.sudo(False)
        # sudo: the tag may name a contract that is closed to the user; such ones are left out below
        tags = {payment: payment.sudo().commercial_contract_id.sudo(False) for payment in self}
        every = contracts.union(*found.values(), *tags.values())
        visible = every._filtered_access("read")
        for payment in self:
            mine = found.get(payment._origin.id, contracts) | tags[payment]
            payment.commercial_contract_ids = mine & visible

    def action_view_commercial_contracts(self):
        """Open the contracts that these payments bring money."""
        return self.env["commercial.contract"]._action_open(
            [("id", "in", self.commercial_contract_ids.ids)]
        )
