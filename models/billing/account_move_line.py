from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .exchange import Exchange

INVOICES = ("out_invoice", "out_receipt", "in_invoice", "in_receipt")
REFUNDS = ("out_refund", "in_refund")
LINKS = ("commercial_contract_id", "commercial_settlement_id", "commercial_contract_line_id")


class AccountMoveLine(models.Model):
    """An invoice line says which contract and plan line it bills (L1); a partner item of an entry
    may name the contract that its cash is for (L2)."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    commercial_settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('contract_id', '=', commercial_contract_id)]",
    )
    commercial_contract_line_id = fields.Many2one(
        "commercial.contract.line",
        string="Contract Goods",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('contract_id', '=', commercial_contract_id)]",
    )

    @api.constrains(*LINKS)
    def _check_commercial_contract(self):
        for line in self:
            # sudo: an accountant may edit an invoice whose contract he does not see
            line_sudo = line.sudo()
            contract = line_sudo.commercial_contract_id
            settlement = line_sudo.commercial_settlement_id
            if settlement and settlement.contract_id != contract:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' of the plan belongs to %(contract)s, but '%(item)s' of"
                        " %(move)s names another contract. Choose a plan line of that contract.",
                        item=line.name or line.account_id.display_name,
                        move=line.move_id.display_name,
                        **settlement._names(),
                    )
                )
            if contract:
                line_sudo._check_contract_fits(contract)

    def _check_contract_fits(self, contract):
        contract._check_books(self, self.move_id.display_name)
        if self.display_type != "product" or not self.move_id.is_invoice(include_receipts=True):
            return
        inbound = self.move_id.is_sale_document(include_receipts=True)
        if inbound != (contract.direction == "sale"):
            raise ValidationError(
                self.env._(
                    "%(move)s cannot name %(contract)s: customer invoices belong to sales"
                    " contracts, vendor bills to purchase contracts. Choose another contract.",
                    move=self.move_id.display_name,
                    contract=contract.display_name,
                )
            )

    # A constraint is told of the change like a trigger, without an override.
    @api.constrains("purchase_line_id")
    def _follow_purchase_line(self):
        """A bill that came first and is matched with a purchase order later belongs to the contract of
        the order (B6), unless that contract cannot have it."""
        for line in self.filtered("purchase_line_id"):
            line_sudo = line.sudo()  # sudo: who matches bills need not see the contract
            links = line_sudo.purchase_line_id._prepare_contract_links(
                {"display_type": line_sudo.display_type}
            )
            contract = line_sudo.commercial_contract_id.browse(links.get("commercial_contract_id"))
            if not contract or line_sudo.commercial_contract_id:
                continue
            try:
                line_sudo._check_contract_fits(contract)
            except ValidationError:
                continue
            line_sudo.with_context(skip_invoice_sync=True).write(links)

    def _copy_data_extend_business_fields(self, values):
        # Odoo calls this for reversals only: a credit note keeps the links, a duplicate has none
        result = super()._copy_data_extend_business_fields(values)
        values.update({name: self[name].id for name in LINKS})
        return result

    @api.model
    def _sum_billed(self, link, records):
        """Return {id: amount} that plan lines have billed, by plan line or by goods line.

        Drafts count, so that nothing is billed twice; a credit note counts once it is posted. Tax
        included, in the currency of the contract; in one query, two where documents are in another one.

        :param link: name of the field here that points to ``records``
        """
        return self._sum_lines(link, records, Domain("commercial_settlement_id", "!=", False))

    @api.model
    def _sum_loose(self, contracts):
        """Return {contract id: amount} on invoices that name no plan line, as ``_sum_billed``."""
        no_line = Domain("commercial_settlement_id", "=", False)
        return self._sum_lines("commercial_contract_id", contracts, no_line)

    @api.model
    def _sum_lines(self, link, records, domain):
        # sudo: what is left to bill does not depend on who looks
        items = self.sudo()
        domain &= (
            Domain(link, "in", records._origin.ids)
            & Domain("display_type", "=", "product")
            & self._billed_domain()
        )
        by = [link, "currency_id", "move_id.move_type"]
        billed, exchange, foreign = {}, Exchange(self.env), self.env["res.currency"]
        for record, currency, move_type, amount in items._read_group(
            domain, by, ["price_total:sum"]
        ):
            if currency != record.currency_id:
                foreign |= currency
                continue
            sign = -1 if move_type in REFUNDS else 1
            billed[record.id] = billed.get(record.id, 0.0) + sign * amount
        if foreign:
            domain &= Domain("currency_id", "in", foreign.ids)
            for record, move, amount in items._read_group(
                domain, [link, "move_id"], ["price_total:sum"]
            ):
                if move.currency_id != record.currency_id:
                    sign = -1 if move.move_type in REFUNDS else 1
                    worth = move._get_contract_worth(record, amount, exchange)
                    billed[record.id] = billed.get(record.id, 0.0) + sign * worth
        return billed

    @api.model
    def _billed_domain(self):
        return Domain("parent_state", "=", "posted") & Domain("move_type", "!=", "entry") | (
            Domain("parent_state", "=", "draft") & Domain("move_type", "in", INVOICES)
        )

    def _prepare_carried(self):
        """Return this invoice line as a base line of Odoo's tax engine, for ``Shares.carry``."""
        base_line = self.move_id._prepare_product_base_line_for_taxes_computation(self)
        base_line["_goods"] = self.commercial_contract_line_id.id
        base_line["_sign"] = -1 if self.move_type in REFUNDS else 1
        return base_line
