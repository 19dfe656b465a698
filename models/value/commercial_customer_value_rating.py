from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..cash.commercial_contract_allocation_late import sql_days_late

SHARE = 0.8  # of what is settled, by which the golden customers are told
FIGURES = (
    "signed",
    "settled",
    "overdue",
    "collection_rate",
    "margin",
    "margin_percent",
    "late_days",
    "date_last",
    "grade",
    "value_class",
)


class CommercialCustomerValue(models.Model):
    """The job that rates customers: one statement a company, whatever the number of customers."""

    _name = "commercial.customer.value"
    _inherit = ["commercial.customer.value"]

    @api.model
    def _cron_customer_value(self):
        """Rate the customers of all companies; run twice it changes nothing."""
        # superuser: customers are rated by all their contracts, whoever sees them
        values = self.with_env(self.env(su=True, context={}))
        companies = values.env["res.company"].search(Domain.TRUE, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            values._rate(company)
            if not cron._commit_progress(processed=1):
                break

    def _rate(self, company):
        """Write the row of this month of each customer of a company, and end that of the months before."""
        today = fields.Date.context_today(self.with_context(tz=company.partner_id.tz))
        for name in ("fact", "allocation", "settlement"):
            self.env[f"commercial.contract.{name}"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
        INSERT INTO commercial_customer_value (company_id, partner_id, date, is_current, %(names)s)
        SELECT %(company)s, r.partner_id, %(month)s, TRUE, %(values)s FROM (%(rated)s) r
            ON CONFLICT (company_id, partner_id, date) DO UPDATE SET is_current = TRUE, %(updates)s
         WHERE (%(before)s) IS DISTINCT FROM (%(after)s)""",
                names=SQL(", ").join(map(SQL.identifier, FIGURES)),
                values=SQL(", ").join(SQL.identifier("r", name) for name in FIGURES),
                updates=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in FIGURES
                ),
                before=SQL(", ").join(
                    SQL.identifier("commercial_customer_value", name) for name in FIGURES
                ),
                after=SQL(", ").join(SQL.identifier("excluded", name) for name in FIGURES),
                company=company.id,
                month=today.replace(day=1),
                rated=self._sql_rated(company, today),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE commercial_customer_value SET is_current = FALSE"
                " WHERE company_id = %s AND date < %s AND is_current",
                company.id,
                today.replace(day=1),
            )
        )
        self.invalidate_model(flush=False)

    def _sql_rated(self, company, today):
        """Rows (customer, FIGURES) of a company. Classes by what is settled, and signed, the largest first."""
        return SQL(
            """
        SELECT w.*, CASE WHEN w.settled > 0 AND w.settled_before < %(share)s * w.settled_all THEN 'golden'
                         WHEN w.signed > 0 AND w.signed_before < %(share)s * w.signed_all THEN 'potential'
                         ELSE 'ordinary' END AS value_class,
               CASE WHEN w.late_days <= %(good)s THEN 'good' WHEN w.late_days > %(bad)s THEN 'bad'
                    WHEN w.late_days IS NOT NULL THEN 'fair' END AS grade,
               CASE WHEN w.signed > 0 THEN ROUND(100 * w.settled / w.signed, 1) END AS collection_rate,
               CASE WHEN w.invoiced > 0 THEN ROUND(100 * w.margin / w.invoiced, 1) END AS margin_percent
          FROM (SELECT c.partner_id, c.date_last, COALESCE(f.signed, 0) AS signed,
                       COALESCE(f.settled, 0) AS settled, COALESCE(d.overdue, 0) AS overdue,
                       COALESCE(f.invoiced, 0) AS invoiced, COALESCE(f.invoiced - f.expense, 0) AS margin,
                       ROUND(d.late_days, 1) AS late_days,
                       SUM(COALESCE(f.settled, 0)) OVER () AS settled_all,
                       SUM(COALESCE(f.settled, 0)) OVER (ORDER BY f.settled DESC NULLS LAST, c.partner_id)
                           - COALESCE(f.settled, 0) AS settled_before,
                       SUM(COALESCE(f.signed, 0)) OVER () AS signed_all,
                       SUM(COALESCE(f.signed, 0)) OVER (ORDER BY f.signed DESC NULLS LAST, c.partner_id)
                           - COALESCE(f.signed, 0) AS signed_before
                  FROM (%(contracts)s) c
             LEFT JOIN (%(facts)s) f ON f.partner_id = c.partner_id
             LEFT JOIN (%(days)s) d ON d.partner_id = c.partner_id) w""",
            share=SHARE,
            good=company.contract_grade_good_days,
            bad=company.contract_grade_bad_days,
            contracts=SQL(
                "SELECT commercial_partner_id AS partner_id, MAX(date_signed) AS date_last"
                " FROM commercial_contract WHERE company_id = %s AND direction = 'sale'"
                " AND is_framework IS NOT TRUE AND state IN ('active', 'done', 'terminated')"
                " AND commercial_partner_id IS NOT NULL GROUP BY 1",
                company.id,
            ),
            facts=SQL(
                "SELECT commercial_partner_id AS partner_id, SUM(signed) AS signed, SUM(settled) AS settled,"
                " COALESCE(SUM(invoiced_untaxed), 0) AS invoiced, COALESCE(SUM(expense), 0) AS expense"
                " FROM commercial_contract_fact WHERE company_id = %s AND direction = 'sale'"
                " AND kind IN ('signed', 'settled', 'invoiced', 'expense') AND date > %s AND date <= %s GROUP BY 1",
                company.id,
                fields.Date.subtract(today, months=company.contract_value_months),
                today,
            ),
            days=self._sql_days(company, today),
        )

    def _sql_days(self, company, today):
        """Rows (customer, overdue, days late weighted by amount): of the money that came in the time that is
        looked at, and of what is overdue."""
        return SQL(
            """
        SELECT c.commercial_partner_id AS partner_id, SUM(x.amount) FILTER (WHERE x.is_open) AS overdue,
               SUM(x.amount * x.days) / NULLIF(SUM(x.amount), 0) AS late_days
          FROM (SELECT s.contract_id, a.amount_company AS amount, %(days)s AS days,
                       FALSE AS is_open
                  FROM commercial_contract_allocation a
                  JOIN commercial_contract_settlement s ON s.id = a.settlement_id
                 WHERE a.kind IN ('cash', 'netting') AND s.date_due IS NOT NULL
                   AND a.date > %(start)s AND a.date <= %(today)s
             UNION ALL
                SELECT s.contract_id,
                       s.amount_residual / COALESCE(NULLIF(k.currency_rate, 0), 1), %(days_open)s, TRUE
                  FROM commercial_contract_settlement s JOIN commercial_contract k ON k.id = s.contract_id
                 WHERE s.state IN ('open', 'partial') AND s.date_due < %(today)s) x
          JOIN commercial_contract c ON c.id = x.contract_id
         WHERE c.company_id = %(company)s AND c.direction = 'sale' AND c.is_framework IS NOT TRUE
           AND c.state IN ('active', 'done', 'terminated')
      GROUP BY 1""",
            start=fields.Date.subtract(today, months=company.contract_value_months),
            today=today,
            company=company.id,
            days=sql_days_late(SQL("a.date"), "s"),
            days_open=sql_days_late(SQL("%s", today), "s"),
        )
