from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .check_texts import describe_error
from .commercial_contract_check import DRIFT
from .ledger import ANNOUNCED

ROOT = SQL("SPLIT_PART(co.parent_path, '/', 1)::int")


class CommercialContract(models.Model):
    """Settings and rates that the engine reads: a job follows what they change.

    They concern all contracts of a company at once, too many for the transaction of whoever saves a
    setting. A mark says which are due; those whose digest stays are left as they are.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    is_ledger_due = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
    _ledger_due_idx = models.Index("(id) WHERE is_ledger_due")

    @api.model
    def _follow_ledger_later(self, companies):
        """Mark all contracts of these companies' books, and start the job."""
        # sudo: whoever changes the setting need not see the contracts
        roots = companies.sudo().root_id.ids
        self._mark_due(SQL("%s = ANY(%s)", ROOT, roots))

    @api.model
    def _follow_rates_later(self, rates):
        """Mark the contracts that these rates may convert something of, from their days on.

        Those are in another currency than their company, or have a payment without journal entry in
        such a currency (R11, R13).
        """
        # sudo: as above
        rows = [(r.currency_id.id, r.company_id.root_id.id or 0, r.name) for r in rates.sudo()]
        currencies, roots, dates = map(list, zip(*rows, strict=True)) if rows else ([], [], [])
        self._mark_due(
            SQL(
                """(
            c.currency_id != co.currency_id AND EXISTS (
                SELECT 1 FROM %(rates)s
                 WHERE r.root IN (0, %(root)s) AND r.currency IN (c.currency_id, co.currency_id) AND (
                       EXISTS (SELECT 1 FROM commercial_contract_allocation a
                                WHERE a.contract_id = c.id AND a.date >= r.day)
                       OR EXISTS (SELECT 1 FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                                   WHERE l.commercial_contract_id = c.id AND r.day <= GREATEST(m.date, m.invoice_date))
                       OR EXISTS (SELECT 1 FROM account_payment p
                                   WHERE p.commercial_contract_id = c.id AND p.date >= r.day)
                       OR EXISTS (SELECT 1 FROM account_bank_statement_line b JOIN account_move m ON m.id = b.move_id
                                   WHERE b.commercial_contract_id = c.id AND m.date >= r.day)))
            OR c.id IN (
                SELECT UNNEST(ARRAY[p.commercial_contract_id, l.commercial_contract_id])
                  FROM %(rates)s JOIN account_payment p ON p.currency_id = r.currency AND p.date >= r.day
             LEFT JOIN account_move__account_payment i ON i.payment_id = p.id
             LEFT JOIN account_move_line l ON l.move_id = i.invoice_id
                 WHERE p.move_id IS NULL AND p.state IN %(states)s))""",
                rates=SQL(
                    "UNNEST(%s::int[], %s::int[], %s::date[]) AS r(currency, root, day)",
                    currencies,
                    roots,
                    dates,
                ),
                root=ROOT,
                states=ANNOUNCED,
            )
        )

    def _mark_due(self, condition):
        """Mark the contracts ``c`` of companies ``co``. By SQL: a mark is no change of a contract."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE commercial_contract c SET is_ledger_due = TRUE FROM res_company co WHERE co.id = c.company_id"
                " AND c.is_ledger_due IS NOT TRUE AND c.is_framework IS NOT TRUE AND %s",
                condition,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["is_ledger_due"])
            cron = self.env.ref("commercial_contract.ir_cron_follow_ledger", False)
            if cron:  # while the addon is being installed there is none yet; it will run once a day
                cron._trigger()

    @api.model
    def _cron_follow_ledger(self, batch=500):
        """Follow the contracts that a changed setting or rate has marked. Safe to run twice (I7)."""
        due = Domain("is_ledger_due", "=", True)
        self.env["commercial.job"]._run_job(
            self.browse(self.with_context(active_test=False).search(due).ids),
            due,
            lambda part: part._follow_due(),
            lambda contract, error: contract._tell_managers(
                DRIFT, {contract: [error]}, describe_error
            ),
            batch,
        )

    def _follow_due(self):
        self._follow_ledger()
        self.env.cr.execute(
            SQL("UPDATE commercial_contract SET is_ledger_due = NULL WHERE id = ANY(%s)", self.ids)
        )
        self.invalidate_recordset(["is_ledger_due"])
