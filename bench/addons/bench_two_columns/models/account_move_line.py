from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    bench_partner_id = fields.Many2one("res.partner")
    bench_user_id = fields.Many2one("res.users")
