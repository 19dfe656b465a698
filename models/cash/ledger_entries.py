"""What the ledger says about entries: partner items, their tags, and what an entry consists of.

The rest of ``ledger``; the same promises hold. A partner item of an entry stands on a receivable or
payable account, or on one that the company lists as a deposit account (R22).
"""

from odoo.tools import SQL

from .ledger import DEPOSITS, FEES, PARTIALS, PARTNER


def items(env, ids, wanted):
    """Partner items of posted entries that are tagged with the contracts ``ids``, and those ``wanted``,
    which may stand on documents too (R21).

    The tag is the first found of item, payment, bank line (L2). Rows (item, entry, date, currency,
    company, balance, amount in currency, tag, plan line, payment, partner's company).
    """
    return env.execute_query(
        SQL(
            """
        WITH found AS (
            SELECT id FROM account_move_line WHERE commercial_contract_id = ANY(%(ids)s)
             UNION
            SELECT l.id FROM account_payment p JOIN account_move_line l ON l.payment_id = p.id
             WHERE p.commercial_contract_id = ANY(%(ids)s)
             UNION
            SELECT l.id FROM account_bank_statement_line b JOIN account_move_line l ON l.statement_line_id = b.id
             WHERE b.commercial_contract_id = ANY(%(ids)s)
             UNION SELECT UNNEST(%(wanted)s::int[]))
        SELECT l.id, l.move_id, m.date, l.currency_id, l.company_id, l.balance, l.amount_currency,
               COALESCE(l.commercial_contract_id, p.commercial_contract_id, b.commercial_contract_id),
               COALESCE(l.commercial_settlement_id, p.commercial_settlement_id), p.id, partner.commercial_partner_id
          FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
          JOIN account_account a ON a.id = l.account_id AND (
               a.account_type IN %(partner)s
               OR m.move_type = 'entry' AND (l.account_id, l.company_id) IN %(deposits)s)
     LEFT JOIN account_payment p ON p.id = l.payment_id
     LEFT JOIN account_bank_statement_line b ON b.id = l.statement_line_id
     LEFT JOIN res_partner partner ON partner.id = l.partner_id
         WHERE l.id IN (SELECT id FROM found) AND (m.move_type = 'entry' OR l.id = ANY(%(wanted)s))
      ORDER BY l.id""",
            ids=ids,
            wanted=list(wanted),
            partner=PARTNER,
            deposits=DEPOSITS,
        )
    )


def item_partials(env, item_ids):
    """Partials of tagged items, in the item's currency.

    Rows (item, far item, far entry, near amount, far amount, far is a document, far document bills a
    contract, far is posted).
    """
    return env.execute_query(
        SQL(
            """
        SELECT p.near, o.id, o.move_id, p.near_amount, p.far_amount, m.move_type != 'entry',
               a.account_type IN %(partner)s
                   AND EXISTS (SELECT 1 FROM account_move_line x WHERE x.move_id = m.id AND x.display_type = 'product'
                                  AND x.commercial_contract_id IS NOT NULL),
               m.state = 'posted'
          FROM %(partials)s p
          JOIN account_move_line o ON o.id = p.far JOIN account_move m ON m.id = o.move_id
          JOIN account_account a ON a.id = o.account_id
         WHERE p.near = ANY(%(items)s)
      ORDER BY p.near, o.id, p.id""",
            partials=PARTIALS,
            partner=PARTNER,
            items=list(item_ids),
        )
    )


def entries(env, moves):
    """What entries consist of, in company currency and in amount_currency (shares of an entry).

    {entry: (counts for nothing, the one currency of all its amounts or None, by balance, by
    amount_currency)}, each of the two as (credit of partner items, debit of partner items,
    net debit of liquidity items and of bank fees).
    """
    # what kind an account is, is asked once an account, not once an item
    rows = env.execute_query(
        SQL(
            """
        WITH used AS MATERIALIZED (
            SELECT DISTINCT account_id, company_id FROM account_move_line WHERE move_id = ANY(%(moves)s)),
        kinds AS MATERIALIZED (
            SELECT u.account_id, u.company_id, owed.yes AS partner,
                   NOT owed.yes AND (u.account_id, u.company_id) IN %(fees)s AS fee,
                   NOT owed.yes AND (
                     a.account_type IN ('asset_cash', 'liability_credit_card')
                     OR EXISTS (SELECT 1 FROM account_payment_method_line x WHERE x.payment_account_id = a.id)
                     OR EXISTS (SELECT 1 FROM account_payment x WHERE x.outstanding_account_id = a.id)
                     OR EXISTS (SELECT 1 FROM account_journal x WHERE x.suspense_account_id = a.id)
                     OR EXISTS (SELECT 1 FROM res_company x WHERE x.transfer_account_id = a.id)) AS liquid
              FROM used u
              JOIN account_account a ON a.id = u.account_id
              JOIN LATERAL (SELECT a.account_type IN %(partner)s
                     OR (u.account_id, u.company_id) IN %(deposits)s AS yes) owed ON TRUE)
        SELECT m.id,
               m.journal_id = co.currency_exchange_journal_id OR m.tax_cash_basis_rec_id IS NOT NULL
                   OR m.tax_cash_basis_origin_move_id IS NOT NULL,
               CASE WHEN MIN(l.currency_id) FILTER (WHERE l.amount_currency != 0)
                       = MAX(l.currency_id) FILTER (WHERE l.amount_currency != 0)
                    THEN MAX(l.currency_id) FILTER (WHERE l.amount_currency != 0) END,
               COALESCE(SUM(-l.balance) FILTER (WHERE kind.partner AND l.balance < 0), 0),
               COALESCE(SUM(l.balance) FILTER (WHERE kind.partner AND l.balance > 0), 0),
               COALESCE(SUM(l.balance) FILTER (WHERE kind.liquid OR kind.fee), 0),
               COALESCE(SUM(-l.amount_currency) FILTER (WHERE kind.partner AND l.amount_currency < 0), 0),
               COALESCE(SUM(l.amount_currency) FILTER (WHERE kind.partner AND l.amount_currency > 0), 0),
               COALESCE(SUM(l.amount_currency) FILTER (WHERE kind.liquid OR kind.fee), 0),
               COALESCE(BOOL_OR(kind.liquid), FALSE)
          FROM account_move m
          JOIN res_company co ON co.id = m.company_id
          JOIN account_move_line l ON l.move_id = m.id
          JOIN kinds kind ON kind.account_id = l.account_id AND kind.company_id = l.company_id
         WHERE m.id = ANY(%(moves)s) AND m.move_type = 'entry' AND m.state = 'posted'
      GROUP BY m.id, co.currency_exchange_journal_id""",
            partner=PARTNER,
            deposits=DEPOSITS,
            fees=FEES,
            moves=list(moves),
        )
    )
    return {
        row[0]: (bool(row[1]), row[2], _with_fees(row[3:6], row[9]), _with_fees(row[6:9], row[9]))
        for row in rows
    }


def _with_fees(sums, moved):
    """A bank fee (R14) is money only beside money that moved: without, it is written off."""
    credit, debit, liquid = sums
    return credit, debit, liquid if moved else 0


def discounts(env, moves):
    """Early discounts that documents grant to the entries that pay them in full and in time (R12).

    Rows (entry, 1 where its item brings money in else -1, item, document, the document bills a
    contract, the document's currency, discount in it).
    """
    return env.execute_query(
        SQL(
            """
        SELECT e.id, CASE WHEN l.balance > 0 THEN -1 ELSE 1 END, l.id, i.move_id,
               EXISTS (SELECT 1 FROM account_move_line x WHERE x.move_id = i.move_id
                          AND x.display_type = 'product' AND x.commercial_contract_id IS NOT NULL),
               i.currency_id, ABS(i.amount_currency - i.discount_amount_currency)
          FROM account_move e
          JOIN account_move_line l ON l.move_id = e.id
          JOIN account_account a ON a.id = l.account_id AND (
               a.account_type IN %(partner)s OR (l.account_id, l.company_id) IN %(deposits)s)
          JOIN %(partials)s p ON p.near = l.id
          JOIN account_move_line i ON i.id = p.far AND i.discount_date >= e.date
         WHERE e.id = ANY(%(moves)s) AND ABS(p.far_amount) = ABS(i.amount_currency)
      ORDER BY e.id, l.id, i.id""",
            partner=PARTNER,
            deposits=DEPOSITS,
            partials=PARTIALS,
            moves=list(moves),
        )
    )
