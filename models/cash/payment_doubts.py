"""Payments that are booked as somebody said, but perhaps not as he meant."""

from odoo.tools import SQL

from .ledger import PARTNER


def find_doubts(contracts):
    """Return the doubts of ``_find_doubts``, in two queries for the whole batch."""
    env = contracts.env
    env.flush_all()
    rows = [
        *env.execute_query(_rejected(contracts.ids)),
        *env.execute_query(_elsewhere(contracts.ids)),
    ]
    return [
        {
            "contract": contracts.browse(contract),
            "what": what,
            "record": env["account.payment"].browse(payment),
            "amount": float(amount),
        }
        for what, contract, payment, amount in rows
    ]


def _rejected(ids):
    """Rejected, yet posted: in Odoo, rejecting a payment moves its state only (R16)."""
    return SQL(
        """
        SELECT 'rejected', p.commercial_contract_id, p.id, p.amount
          FROM account_payment p JOIN account_move m ON m.id = p.move_id AND m.state = 'posted'
         WHERE p.state = 'rejected' AND p.commercial_contract_id = ANY(%(ids)s)
         UNION
        SELECT 'rejected', a.contract_id, p.id, p.amount
          FROM commercial_contract_allocation a
          JOIN account_move_line l ON l.id = a.move_line_id
          JOIN account_payment p ON p.id = l.payment_id
         WHERE p.state = 'rejected' AND a.contract_id = ANY(%(ids)s)
      ORDER BY 2, 3""",
        ids=ids,
    )


def _elsewhere(ids):
    """Tagged with one contract, and wholly used up by invoices of others (R6)."""
    return SQL(
        """
        SELECT 'elsewhere', p.commercial_contract_id, p.id, p.amount
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
      ORDER BY 2, 3""",
        ids=ids,
        partner=PARTNER,
    )
