from odoo import api, fields, models
from odoo.fields import Domain

from ..contract.parts import OWN
from .commercial_customer_value import CLASSES, GRADES

COLUMNS = {
    "commercial_customer_class": "value_class",
    "commercial_payer_grade": "grade",
    "commercial_late_days": "late_days",
}


class ResPartner(models.Model):
    """What the company of a contact is worth, in the company where the user works."""

    _inherit = "res.partner"

    commercial_customer_class = fields.Selection(
        CLASSES,
        string="Customer Class",
        compute="_compute_commercial_value",
        search="_search_commercial_customer_class",
        groups=OWN,
        help="Golden: the customers who together bring the first 80 of each 100 settled. Potential: others"
        " who together signed the first 80 of each 100. Ordinary: the rest.",
    )
    commercial_payer_grade = fields.Selection(
        GRADES,
        string="Payer Grade",
        compute="_compute_commercial_value",
        search="_search_commercial_payer_grade",
        groups=OWN,
        help="By the days late, as the settings say.",
    )
    commercial_late_days = fields.Float(
        string="Days Late",
        digits=(9, 1),
        compute="_compute_commercial_value",
        groups=OWN,
        help="How long after the day first agreed money came, weighted by amount.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_commercial_value(self):
        # sudo: a grade is no figure, and is shown to all who make contracts
        values = self.env["commercial.customer.value"].sudo()
        found = {
            row.partner_id: row
            for row in values.search(self._get_value_domain(self.commercial_partner_id._origin))
        }
        for partner in self:
            row = found.get(partner.commercial_partner_id._origin, values)
            for name, column in COLUMNS.items():
                partner[name] = row[column]

    def _get_value_domain(self, partners=None):
        domain = Domain("is_current", "=", True) & Domain("company_id", "=", self.env.company.id)
        return domain if partners is None else domain & Domain("partner_id", "in", partners.ids)

    def _search_commercial_customer_class(self, operator, value):
        return self._search_commercial_value("value_class", operator, value)

    def _search_commercial_payer_grade(self, operator, value):
        return self._search_commercial_value("grade", operator, value)

    def _search_commercial_value(self, column, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as for the compute
        values = self.env["commercial.customer.value"].sudo()
        rated = self._get_value_domain() & Domain(column, "!=", False)
        domain = Domain.FALSE
        if wanted := [one for one in value if one]:
            rows = values._search(self._get_value_domain() & Domain(column, "in", wanted))
            domain |= Domain("commercial_partner_id", "in", rows.subselect("partner_id"))
        if len(wanted) < len(list(value)):  # not rated
            rows = values._search(rated)
            domain |= Domain("commercial_partner_id", "not in", rows.subselect("partner_id"))
        return domain

    def action_view_commercial_value(self):
        """Open what the company of this contact was rated, month by month."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_customer_value_action"
        )
        action["domain"] = [("partner_id", "in", self.commercial_partner_id.ids)]
        action["context"] = {}
        return action
