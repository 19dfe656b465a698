from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...tools.instalments import move_date


class CommercialContract(models.Model):
    """Contracts that start from something: from their category, or as the copy of another one."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.onchange("category_id")
    def _onchange_category_id(self):
        """Take over what the category proposes: on a draft, and only what nobody has filled in yet."""
        category = self.category_id
        if self.state != "draft" or not category:
            return
        if category.retention_percent and not self.retention_percent:
            self.retention_percent = category.retention_percent
            self.retention_days = category.retention_days
        whole = self.sudo()  # sudo: the text belongs to the contract, whoever sees its texts
        if is_html_empty(whole.note) and not is_html_empty(category.note):
            whole.note = category.note
        self._propose_plan()

    @api.onchange("amount_total")
    def _onchange_amount_total(self):
        """With its first goods a contract has an amount, and so something to plan."""
        if self.state == "draft":
            self._propose_plan()

    def _propose_plan(self):
        """Plan an empty draft as its category says; without a word where that cannot be done."""
        if self.settlement_ids or self.is_framework or not self.amount_total:
            return
        units = self._to_units(self.amount_total)
        text = self.category_id.quick_plan
        try:
            if self.payment_term_id and self.payment_term_id == self.category_id.payment_term_id:
                date = self.date_signed or fields.Date.context_today(self)
                self._put_plan(self._prepare_term_plan(units, self.payment_term_id, date))
            elif text and not self.payment_term_id:
                self._put_plan(self._prepare_quick_plan(units, text))
        except UserError:
            return

    def copy_data(self, default=None):
        """A copy is agreed anew. One of a contract that has begun starts today, and its dates lie as
        far from that as those of the other one from its start; lines that were taken out stay out."""
        rows = super().copy_data(default)
        for contract, row in zip(self, rows, strict=True):
            contract._renew(row, set(default or ()))
        return rows

    def _renew(self, row, given):
        """Bring the values of a copy of this contract to today.

        :param row: as of ``copy_data``
        :param given: names of the values that the caller has set
        """
        plan = self.settlement_ids.sorted("id")
        agreed = plan._get_agreed_dates()
        pairs = list(zip(plan, row.get("settlement_ids", ()), strict=False))
        if "settlement_ids" not in given:
            row["settlement_ids"] = [new for line, new in pairs if not line.is_cancelled]
        start = self.date_start or self.date_signed
        today = fields.Date.context_today(self)
        if not start or start >= today:
            return
        for name in {"date_start", "date_end", "date_notice"} - given:
            if self[name]:
                row[name] = move_date(self[name], start, today)
        for line, (_command, _id, values) in pairs if "settlement_ids" not in given else ():
            if values.get("date_due"):
                values["date_due"] = move_date(agreed[line] or line.date_due, start, today)
