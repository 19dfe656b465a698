from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import formatLang

FINANCE = "commercial_contract.group_contract_finance"
OPENING = ("opening_invoiced", "opening_settled", "opening_date")


class CommercialContractSettlement(models.Model):
    """What happened before Odoo (R23): typed once, by finance, before the first cash in the books."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in OPENING):
            self._check_opening_rights()
        return super().create(vals_list)

    def write(self, vals):
        if any(name in vals for name in OPENING):
            self._check_opening_rights()
        return super().write(vals)

    def _check_opening_rights(self):
        if not self.env.su and not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._(
                    "Amounts from before Odoo are entered by finance. Ask somebody with that right."
                )
            )

    @api.constrains(*OPENING)
    def _check_opening_before_cash(self):
        for line in self.filtered(lambda line: line.opening_settled or line.opening_invoiced):
            # sudo: the books count, whether this user may read them or not
            contract = line.contract_id.sudo()
            cash = contract.allocation_ids.filtered(lambda row: row.kind != "opening")
            if cash or contract.amount_unallocated:
                raise ValidationError(
                    self.env._(
                        "%(contract)s holds money of the books already: line '%(line)s' can get no amounts from"
                        " before Odoo any more. Take the contract off its payments first, or leave them empty.",
                        **line._names(),
                    )
                )
            # sudo: what was billed counts, whether this user may read it or not
            items = contract.sudo().move_line_ids
            documents = items.filtered(lambda item: item.parent_state != "cancel")
            for move in documents.move_id:
                contract._check_after_opening(move, move.invoice_date or move.date)

    @api.constrains("opening_invoiced", "amount")
    def _check_opening_billed(self):
        """Refuse to bill what was billed before Odoo once more (R23)."""
        lines = self.filtered("opening_invoiced")
        billed = lines._get_billed() if lines else {}
        for line in lines:
            both = line.opening_invoiced + billed.get(line.id, 0.0)
            if line.currency_id.compare_amounts(both, line.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' of %(contract)s is %(amount)s: %(opening)s was invoiced before Odoo, and"
                        " %(billed)s is on invoices. Lower one of the two.",
                        amount=line._format_amount(line.amount),
                        opening=line._format_amount(line.opening_invoiced),
                        billed=line._format_amount(billed.get(line.id, 0.0)),
                        **line._names(),
                    )
                )

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)
