from odoo import fields, models


class MailActivity(models.Model):
    """A warning that cash falls short is of a company, and of no record."""

    _name = "mail.activity"
    _inherit = ["mail.activity"]

    commercial_cash_company_id = fields.Many2one(
        "res.company",
        string="Short of Cash",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )
    commercial_cash_week = fields.Date(string="Week Short of Cash", readonly=True, copy=False)

    _once_short = models.UniqueIndex(
        "(user_id, commercial_cash_company_id)"
        " WHERE active IS TRUE AND commercial_cash_company_id IS NOT NULL",
        "This person has been warned already that this company falls short of cash.",
    )
