from odoo import fields, models

from ..contract.parts import EXPENSES, get_closed_error, sees_part

GRADES = [("good", "Good Payer"), ("fair", "Fair Payer"), ("bad", "Bad Payer")]
CLASSES = [("golden", "Golden"), ("potential", "Potential"), ("ordinary", "Ordinary")]


class CommercialCustomerValue(models.Model):
    """What a customer is worth to a company, a row a month: the last one is kept fresh by a job, those
    before it are the history. Rows are written by the job alone."""

    _name = "commercial.customer.value"
    _description = "Customer Value"
    _order = "settled desc, id"
    _rec_name = "partner_id"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The company, with all its contacts.",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Rated In", required=True, readonly=True, help="The month.")
    is_current = fields.Boolean(string="Latest", readonly=True)
    signed = fields.Monetary(
        readonly=True, help="What was signed in the time that is looked at, tax included."
    )
    settled = fields.Monetary(
        readonly=True, help="What came in during the time that is looked at, tax included."
    )
    overdue = fields.Monetary(readonly=True, help="What is past its due date and not settled.")
    collection_rate = fields.Float(
        readonly=True,
        aggregator=None,
        help="Settled for each 100 signed. Above 100 where money of earlier contracts came in.",
    )
    margin = fields.Monetary(
        readonly=True,
        groups=EXPENSES,
        help="Invoiced without tax, less the expenses of the sales contracts, in the time that is looked at.",
    )
    margin_percent = fields.Float(
        string="Margin (%)",
        digits=(9, 1),
        readonly=True,
        aggregator=None,
        groups=EXPENSES,
        help="Margin for each 100 invoiced without tax.",
    )
    late_days = fields.Float(
        string="Days Late",
        digits=(9, 1),
        readonly=True,
        aggregator=None,
        help="How long after the day first agreed money came, weighted by amount; what is overdue counts with the"
        " days until now.",
    )
    date_last = fields.Date(string="Last Contract", readonly=True)
    grade = fields.Selection(
        GRADES, string="Payer Grade", readonly=True, help="By the days late, as the settings say."
    )
    value_class = fields.Selection(
        CLASSES,
        string="Customer Class",
        readonly=True,
        help="Golden: the customers who together bring the first 80 of each 100 settled. Potential: others"
        " who together signed the first 80 of each 100. Ordinary: the rest.",
    )

    _one_a_month = models.Constraint(
        "UNIQUE(company_id, partner_id, date)", "A customer is rated once a month in each company."
    )

    def _check_access(self, operation):
        if not sees_part(self.env, "figures"):
            return self, lambda: get_closed_error(self.env, "figures")
        return super()._check_access(operation)

    def action_open_figures(self):
        """Open the figures of this customer, as far as the user may see them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_report_action"
        )
        action["domain"] = [("commercial_partner_id", "in", self.partner_id.ids)]
        action["context"] = {"search_default_money_in": 1}
        return action
