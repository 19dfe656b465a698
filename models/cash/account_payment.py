from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment"]

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The money counts for this contract, as far as no invoice says otherwise.",
    )
    commercial_settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('contract_id', '=', commercial_contract_id)]",
        help="The money settles this line first. Empty: the lines follow by due date.",
    )

    @api.onchange("commercial_contract_id")
    def _onchange_commercial_contract_id(self):
        if self.commercial_settlement_id.contract_id != self.commercial_contract_id:
            self.commercial_settlement_id = False

    @api.constrains("commercial_contract_id", "commercial_settlement_id", "company_id")
    def _check_commercial_contract(self):
        for payment in self.filtered("commercial_contract_id"):
            # sudo: an accountant may tag with a contract that he does not see
            contract = payment.commercial_contract_id.sudo()
            name = payment.display_name or self.env._("New payment")
            contract._check_tag(payment, name, payment.date)
        for payment in self.filtered("commercial_settlement_id"):
            line = payment.commercial_settlement_id.sudo()  # sudo: as above
            if line.contract_id != payment.commercial_contract_id:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' belongs to %(contract)s, but %(payment)s names another contract or none."
                        " Choose a line of the contract that the payment names.",
                        payment=payment.display_name or self.env._("New payment"),
                        **line._names(),
                    )
                )
