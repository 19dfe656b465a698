from odoo import fields, models
from odoo.tools import SQL

NULL = SQL("NULL")


class ContractMatter(models.AbstractModel):
    """A row about a contract or one of its plan lines, read from several tables: whose it is, when, and
    what it is about. Nothing is stored; who sees the contract sees the row."""

    _name = "commercial.contract.matter"
    _description = "Matter of a Contract"
    _inherit = ["commercial.contract.access"]

    # what a part of the table may tell, by the name that it is told with: column and type in SQL
    _row_columns = {
        "date": ("date", "date"),
        "user": ("user_id", "int"),
        "settlement": ("settlement_id", "int"),
        "activity": ("activity_id", "int"),
        "amount": ("amount", "numeric"),
    }

    contract_id = fields.Many2one("commercial.contract", readonly=True)
    settlement_id = fields.Many2one(
        "commercial.contract.settlement", string="Settlement Line", readonly=True
    )
    activity_id = fields.Many2one("mail.activity", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer or Vendor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    direction = fields.Selection(related="contract_id.direction")

    def _sql_rows(self, number, kind, rows, *, key, **told):
        """Return one part of the table; all parts have the same columns of the same types.

        :param number: of the part, below 16: it makes the ids of all parts differ
        :param rows: FROM and WHERE, with the contract as ``c``
        :param key: the id of what the part is about
        :param told: SQL of what the part tells, by the names of ``_row_columns``; ``user`` is the
            responsible where it is left out
        """
        told.setdefault("user", SQL("c.user_id"))
        columns = [
            SQL("%s::%s AS %s", told.get(name, NULL), SQL(type_), SQL.identifier(column))
            for name, (column, type_) in self._row_columns.items()
        ]
        return SQL(
            "SELECT %s::bigint * 16 + %s AS id, %s::varchar AS kind, c.id AS contract_id, c.partner_id,"
            " c.company_id, c.department_id, c.currency_id, %s FROM %s",
            key,
            number,
            kind,
            SQL(", ").join(columns),
            rows,
        )
