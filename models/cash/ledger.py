"""What the ledger says about contracts: a few set-based SELECTs for a whole batch, plain rows.

Rules L1 to L4, R1 to R25 and the shares of an entry are those of docs/money.md. Nothing here asks
what a user may see, reads ``amount_residual``, ``payment_state`` or a payment's state as truth, or
writes anything. The number of queries does not depend on the number of contracts.
"""

from odoo.tools import SQL

# Everything that the SELECTs below read. It is flushed before they run; test_engine_paths compares
# it with the paths that mark a contract.
READS = {
    "account.account": ["account_type"],
    "commercial.contract": ["company_id", "currency_id", "direction"],
    "commercial.contract.settlement": [
        "amount",
        "contract_id",
        "date_due",
        "is_cancelled",
        "opening_date",
        "opening_settled",
        "sequence",
    ],
    "account.move": [
        "amount_total",
        "amount_total_signed",
        "currency_id",
        "date",
        "invoice_date",
        "invoice_date_due",
        "journal_id",
        "move_type",
        "origin_payment_id",
        "reversed_entry_id",
        "state",
        "tax_cash_basis_origin_move_id",
        "tax_cash_basis_rec_id",
    ],
    "account.move.line": [
        "account_id",
        "amount_currency",
        "balance",
        "commercial_contract_id",
        "commercial_settlement_id",
        "currency_id",
        "date",
        "discount_amount_currency",
        "discount_date",
        "display_type",
        "move_id",
        "parent_state",
        "payment_id",
        "price_total",
        "statement_line_id",
    ],
    "account.partial.reconcile": [
        "amount",
        "credit_amount_currency",
        "credit_move_id",
        "debit_amount_currency",
        "debit_move_id",
        "max_date",
    ],
    "account.payment": [
        "amount",
        "commercial_contract_id",
        "commercial_settlement_id",
        "currency_id",
        "date",
        "invoice_ids",
        "move_id",
        "outstanding_account_id",
        "partner_id",
        "payment_type",
        "state",
    ],
    "account.bank.statement.line": ["commercial_contract_id"],
    "account.journal": ["suspense_account_id"],
    "account.payment.method.line": ["payment_account_id"],
    "res.company": [
        "contract_deposit_account_ids",
        "contract_fee_account_ids",
        "currency_exchange_journal_id",
        "transfer_account_id",
    ],
}

ANNOUNCED = ("in_process", "paid")  # states of a payment without journal entry that count (R13)

# One word for "receivable or payable", used by every SELECT.
PARTNER = SQL("('asset_receivable', 'liability_payable')")

# Accounts of companies without which an entry could not be read: (account, company whose books count it).
# Branches of one root share them. A query evaluates each of these lists once.
_LISTED = """(
    SELECT r.account_account_id, c.id FROM res_company_contract_%s_account_rel r
      JOIN res_company o ON o.id = r.res_company_id
      JOIN res_company c ON SPLIT_PART(c.parent_path, '/', 1) = SPLIT_PART(o.parent_path, '/', 1))"""
FEES = SQL(_LISTED % "fee")
DEPOSITS = SQL(_LISTED % "deposit")


def flush(env):
    """Bring what the SELECTs read into the database, model by model: flush_all would re-enter the
    engine for the contracts that are marked but not in this batch."""
    for model, names in READS.items():
        env[model].flush_model(names)


def plan(env, ids):
    """Rows (contract, plan line, amount, date due, sequence, opening settled, opening date, cancelled)."""
    return env.execute_query(
        SQL(
            """
        SELECT contract_id, id, COALESCE(amount, 0), date_due, COALESCE(sequence, 0), COALESCE(opening_settled, 0),
               opening_date, COALESCE(is_cancelled, FALSE)
          FROM commercial_contract_settlement WHERE contract_id = ANY(%s) ORDER BY contract_id, id""",
            ids,
        )
    )


def figures(env, ids, names):
    """Return {plan line: what is stored of it} in the order of ``names``, nothing as False."""
    env["commercial.contract.settlement"].flush_model(names)
    rows = env.execute_query(
        SQL(
            "SELECT id, %s FROM commercial_contract_settlement WHERE contract_id = ANY(%s)",
            SQL(", ").join(map(SQL.identifier, names)),
            ids,
        )
    )
    return {row[0]: tuple(value or False for value in row[1:]) for row in rows}


def announced(env, ids):
    """Payments without journal entry, and the documents that they name, as far as they hang together.

    Rows (payment, contract tag, plan line, date, currency, company, signed amount, state, partner's
    company, document or None).
    """
    return env.execute_query(
        SQL(
            """
        WITH RECURSIVE pay AS (
            SELECT id FROM account_payment WHERE move_id IS NULL AND state IN %(states)s),
        seed AS (
            SELECT move_id AS doc FROM account_move_line
             WHERE commercial_contract_id = ANY(%(ids)s) AND display_type = 'product'
             UNION
            SELECT r.invoice_id FROM account_payment p JOIN account_move__account_payment r ON r.payment_id = p.id
             WHERE p.commercial_contract_id = ANY(%(ids)s) AND p.move_id IS NULL AND p.state IN %(states)s),
        docs AS (
            SELECT doc FROM seed
             UNION
            SELECT there.invoice_id FROM docs
              JOIN account_move__account_payment here ON here.invoice_id = docs.doc
              JOIN pay ON pay.id = here.payment_id
              JOIN account_move__account_payment there ON there.payment_id = here.payment_id)
        SELECT p.id, p.commercial_contract_id, p.commercial_settlement_id, p.date, p.currency_id, p.company_id,
               CASE WHEN p.payment_type = 'inbound' THEN p.amount ELSE -p.amount END, p.state,
               partner.commercial_partner_id, m.id
          FROM account_payment p
     LEFT JOIN res_partner partner ON partner.id = p.partner_id
     LEFT JOIN account_move__account_payment r ON r.payment_id = p.id
     LEFT JOIN account_move m ON m.id = r.invoice_id AND m.state != 'cancel'
         WHERE p.move_id IS NULL AND p.state IN %(states)s
           AND (p.commercial_contract_id = ANY(%(ids)s) OR r.invoice_id IN (SELECT doc FROM docs))
      ORDER BY p.date, p.id, m.invoice_date_due NULLS LAST, m.id""",
            states=ANNOUNCED,
            ids=ids,
        )
    )


def documents(env, ids, others):
    """Head of each document that bills these contracts, of ``others``, and of what they are matched with.

    Rows (document, type, currency, company, date, invoice date, state, total, company total,
    reversed document).
    """
    return env.execute_query(
        SQL(
            """
        WITH own AS (
            SELECT move_id AS id FROM account_move_line
             WHERE commercial_contract_id = ANY(%(ids)s) AND display_type = 'product'
             UNION SELECT UNNEST(%(others)s::int[])),
        items AS (
            SELECT i.id FROM account_move_line i JOIN account_account a ON a.id = i.account_id
             WHERE i.move_id IN (SELECT id FROM own) AND a.account_type IN %(partner)s),
        far AS (
            SELECT o.move_id AS id FROM items
              JOIN account_partial_reconcile p ON p.debit_move_id = items.id
              JOIN account_move_line o ON o.id = p.credit_move_id
             UNION
            SELECT o.move_id FROM items
              JOIN account_partial_reconcile p ON p.credit_move_id = items.id
              JOIN account_move_line o ON o.id = p.debit_move_id)
        SELECT m.id, m.move_type, m.currency_id, m.company_id, m.date, COALESCE(m.invoice_date, m.date), m.state,
               m.amount_total, ABS(m.amount_total_signed), m.reversed_entry_id,
               m.id IN (SELECT id FROM own)
          FROM account_move m
         WHERE m.id IN (SELECT id FROM own UNION SELECT id FROM far) AND m.move_type != 'entry' AND m.state != 'cancel'
      ORDER BY m.id""",
            ids=ids,
            others=list(others),
            partner=PARTNER,
        )
    )


def shares(env, moves):
    """What the product lines of documents carry, tax in, a row per (contract, plan line) (L1).

    Rows (document, contract or None, plan line or None, amount, date due, sequence, line amount).
    """
    return env.execute_query(
        SQL(
            """
        SELECT l.move_id, l.commercial_contract_id, l.commercial_settlement_id, SUM(l.price_total), s.date_due,
               COALESCE(s.sequence, 0), COALESCE(s.amount, 0)
          FROM account_move_line l LEFT JOIN commercial_contract_settlement s ON s.id = l.commercial_settlement_id
         WHERE l.move_id = ANY(%s) AND l.display_type = 'product'
      GROUP BY l.move_id, l.commercial_contract_id, l.commercial_settlement_id, s.id
      ORDER BY l.move_id, l.commercial_contract_id, l.commercial_settlement_id""",
            list(moves),
        )
    )


# Both ends of a partial, seen from one item: amounts in the currency of the near and of the far side.
PARTIALS = SQL("""(
    SELECT id, debit_move_id AS near, credit_move_id AS far, debit_amount_currency AS near_amount,
           credit_amount_currency AS far_amount, max_date FROM account_partial_reconcile
     UNION ALL
    SELECT id, credit_move_id, debit_move_id, credit_amount_currency, debit_amount_currency, max_date
      FROM account_partial_reconcile)""")


def partials(env, moves):
    """Partials of the partner items of documents, in the document's currency.

    Exchange differences carry nothing in that currency and are left out. Rows (document, far item,
    far entry, far amount of the partial, near amount, latest date).
    """
    return env.execute_query(
        SQL(
            """
        SELECT i.move_id, o.id, o.move_id, SUM(p.far_amount), SUM(p.near_amount), MAX(p.max_date)
          FROM account_move_line i
          JOIN account_account a ON a.id = i.account_id AND a.account_type IN %(partner)s
          JOIN %(partials)s p ON p.near = i.id
          JOIN account_move_line o ON o.id = p.far AND o.move_id != i.move_id
         WHERE i.move_id = ANY(%(moves)s) AND p.near_amount != 0
      GROUP BY i.move_id, o.id, o.move_id
      ORDER BY i.move_id, o.id""",
            partner=PARTNER,
            partials=PARTIALS,
            moves=list(moves),
        )
    )


def document_open(env, moves):
    """{document: (what posted entries leave open on it, in its currency, above zero; due date)}."""
    rows = env.execute_query(
        SQL(
            """
        SELECT i.move_id, ABS(SUM(i.amount_currency)) - COALESCE(SUM(paid.amount), 0), m.invoice_date_due
          FROM account_move_line i
          JOIN account_move m ON m.id = i.move_id
          JOIN account_account a ON a.id = i.account_id AND a.account_type IN %(partner)s
     LEFT JOIN LATERAL (SELECT SUM(p.near_amount) AS amount FROM %(partials)s p JOIN account_move_line o ON o.id = p.far
                         WHERE p.near = i.id AND o.parent_state = 'posted') paid ON TRUE
         WHERE i.move_id = ANY(%(moves)s)
      GROUP BY i.move_id, m.invoice_date_due""",
            partner=PARTNER,
            partials=PARTIALS,
            moves=list(moves),
        )
    )
    return {row[0]: row[1:] for row in rows}
