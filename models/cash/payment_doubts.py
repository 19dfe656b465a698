"""Payments that are booked as somebody said, but perhaps not as he meant."""

from odoo.tools import SQL

from .ledger import DEPOSITS, PARTNER


def find_doubts(contracts):
    """Return the doubts of ``_find_doubts``, in one query of each kind for the whole batch."""
    env = contracts.env
    env.flush_all()
    return [
        {
            "contract": contracts.browse(contract),
            "what": what,
            "record": env[model].browse(record),
            "amount": float(amount),
        }
        for what, model, query in (
            ("rejected", "account.payment", _rejected),
            ("elsewhere", "account.payment", _elsewhere),
            ("deposit", "account.move.line", _deposits),
        )
        for contract, record, amount in env.execute_query(query(contracts.ids))
    ]


def _rejected(ids):
    """Rejected, yet posted: in Odoo, rejecting a payment moves its state only (R16)."""
    return SQL(
        """
        SELECT p.commercial_contract_id, p.id, p.amount
          FROM account_payment p JOIN account_move m ON m.id = p.move_id AND m.state = 'posted'
         WHERE p.state = 'rejected' AND p.commercial_contract_id = ANY(%(ids)s)
         UNION
        SELECT a.contract_id, p.id, p.amount
          FROM commercial_contract_allocation a
          JOIN account_move_line l ON l.id = a.move_line_id
          JOIN account_payment p ON p.id = l.payment_id
         WHERE p.state = 'rejected' AND a.contract_id = ANY(%(ids)s)
      ORDER BY 1, 2""",
        ids=ids,
    )


def _elsewhere(ids):
    """Tagged with one contract, and wholly used up by invoices of others (R6)."""
    return SQL(
        """
        SELECT p.commercial_contract_id, p.id, p.amount
          FROM account_payment p
          JOIN account_move m ON m.id = p.move_id AND m.state = 'posted'
          JOIN account_move_line l ON l.move_id = m.id
          JOIN account_account a ON a.id = l.account_id AND a.account_type IN %(partner)s
          JOIN account_partial_reconcile r ON l.id IN (r.debit_move_id, r.credit_move_id)
          JOIN account_move_line o ON o.id IN (r.debit_move_id, r.credit_move_id) AND o.id != l.id
          JOIN account_move d ON d.id = o.move_id
     LEFT JOIN account_move_line x ON x.move_id = d.id AND x.display_type = 'product'
         WHERE p.commercial_contract_id = ANY(%(ids)s)
      GROUP BY p.id
        HAVING BOOL_AND(l.reconciled AND d.move_type != 'entry')
           AND BOOL_OR(x.commercial_contract_id IS NOT NULL)
           AND BOOL_AND(x.commercial_contract_id IS DISTINCT FROM p.commercial_contract_id)
      ORDER BY 1, 2""",
        ids=ids,
        partner=PARTNER,
    )


def _deposits(ids):
    """A tagged deposit that is open although it was moved on: both count until they are matched (R22)."""
    return SQL(
        """
        SELECT COALESCE(l.commercial_contract_id, p.commercial_contract_id, b.commercial_contract_id),
               l.id, ABS(l.amount_residual_currency)
          FROM account_move_line l
     LEFT JOIN account_payment p ON p.id = l.payment_id
     LEFT JOIN account_bank_statement_line b ON b.id = l.statement_line_id
         WHERE (l.account_id, l.company_id) IN %(deposits)s
           AND l.parent_state = 'posted' AND l.amount_residual_currency != 0
           AND COALESCE(l.commercial_contract_id, p.commercial_contract_id, b.commercial_contract_id)
               = ANY(%(ids)s)
           AND EXISTS (
               SELECT 1 FROM account_move_line t
                 JOIN account_move_line o ON o.move_id = t.move_id
                 JOIN account_account a ON a.id = o.account_id AND a.account_type IN %(partner)s
                WHERE t.account_id = l.account_id AND t.partner_id = l.partner_id
                  AND t.parent_state = 'posted' AND t.balance * l.balance < 0
                  AND t.amount_residual_currency != 0)
      ORDER BY 1, 2""",
        ids=ids,
        deposits=DEPOSITS,
        partner=PARTNER,
    )
