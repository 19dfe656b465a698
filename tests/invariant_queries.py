"""The ten queries of the invariants, and what was added to them. They must return no row."""

LIQUIDITY = """
    SELECT id FROM account_account WHERE account_type IN ('asset_cash', 'liability_credit_card')
     UNION SELECT payment_account_id FROM account_payment_method_line
            WHERE payment_account_id IS NOT NULL
     UNION SELECT outstanding_account_id FROM account_payment
            WHERE outstanding_account_id IS NOT NULL
     UNION SELECT suspense_account_id FROM account_journal WHERE suspense_account_id IS NOT NULL
     UNION SELECT transfer_account_id FROM res_company WHERE transfer_account_id IS NOT NULL"""
PARTNER = "('asset_receivable', 'liability_payable')"


def listed(kind):
    """SQL: accounts that a company lists in its settings, with each company of the same root."""
    return f"""(SELECT r.account_account_id, x.id FROM res_company_contract_{kind}_account_rel r
                  JOIN res_company o ON o.id = r.res_company_id JOIN res_company x
                    ON SPLIT_PART(x.parent_path, '/', 1) = SPLIT_PART(o.parent_path, '/', 1))"""


def owed(account, item):
    """SQL: whether an item of an entry stands on a partner account, deposit accounts included."""
    return f"""({account}.account_type IN {PARTNER}
                OR ({item}.account_id, {item}.company_id) IN {listed("deposit")})"""


SIGNED_TOTAL = (
    "l.price_total * CASE WHEN m.move_type IN ('out_refund', 'in_refund') THEN -1 ELSE 1 END"
)

PLAN_ADDS_UP = """
    SELECT c.id, c.name, c.amount_total, SUM(s.amount) AS plan
      FROM commercial_contract c
      JOIN res_currency cu ON cu.id = c.currency_id
      JOIN commercial_contract_settlement s ON s.contract_id = c.id AND s.state <> 'cancelled'
     WHERE c.state = 'active' AND c.is_framework IS NOT TRUE
  GROUP BY c.id, cu.rounding
    HAVING ABS(SUM(s.amount) - c.amount_total) >= cu.rounding / 2"""

NOTHING_BILLED_TWICE = f"""
    SELECT s.id, s.name, s.amount, SUM({SIGNED_TOTAL}) AS billed
      FROM commercial_contract_settlement s
      JOIN commercial_contract c ON c.id = s.contract_id
      JOIN res_currency cu ON cu.id = c.currency_id
      JOIN account_move_line l ON l.commercial_settlement_id = s.id AND l.display_type = 'product'
      JOIN account_move m ON m.id = l.move_id AND m.state IN ('draft', 'posted')
           AND m.move_type <> 'entry' AND m.currency_id = c.currency_id
  GROUP BY s.id, cu.rounding
    HAVING SUM({SIGNED_TOTAL}) >= s.amount + cu.rounding / 2"""

SETTLED_WITHIN_AMOUNT = """
    SELECT * FROM (
        SELECT s.id, s.name, s.state, s.amount, cu.rounding / 2 AS half,
               COALESCE(SUM(a.amount) FILTER (WHERE a.kind <> 'writeoff'), 0) AS settled,
               COALESCE(SUM(a.amount) FILTER (WHERE a.kind = 'writeoff'), 0) AS adjusted,
               COALESCE(SUM(a.amount), 0) AS got
          FROM commercial_contract_settlement s
          JOIN commercial_contract c ON c.id = s.contract_id
          JOIN res_currency cu ON cu.id = c.currency_id
     LEFT JOIN commercial_contract_allocation a ON a.settlement_id = s.id
      GROUP BY s.id, cu.rounding) x
     WHERE settled < -half OR adjusted < -half OR got > amount + half
        OR (state = 'settled' AND ABS(amount - got) >= half)
        OR (state IN ('open', 'partial') AND ABS(amount - got) < half)
        OR (state = 'open' AND got >= half)"""

SHAPE_OF_ROWS = """
    SELECT a.* FROM commercial_contract_allocation a
 LEFT JOIN commercial_contract_settlement s ON s.id = a.settlement_id
     WHERE s.id IS NULL OR s.contract_id <> a.contract_id OR a.amount = 0
        OR a.kind NOT IN ('cash', 'netting', 'writeoff', 'opening')
        OR (a.kind = 'opening') <> (a.move_line_id IS NULL AND a.payment_id IS NULL)
        OR (a.move_line_id IS NOT NULL AND a.payment_id IS NOT NULL)"""

SOURCE_IS_ALIVE = """
    SELECT a.settlement_id, a.move_line_id, a.payment_id, l.parent_state, p.state
      FROM commercial_contract_allocation a
 LEFT JOIN account_move_line l ON l.id = a.move_line_id
 LEFT JOIN account_payment p ON p.id = a.payment_id
     WHERE (a.move_line_id IS NOT NULL AND COALESCE(l.parent_state, '') <> 'posted')
        OR (a.payment_id IS NOT NULL AND (p.id IS NULL OR p.move_id IS NOT NULL
            OR p.state NOT IN ('in_process', 'paid')))"""

KIND_FITS_ENTRY = f"""
      WITH liq AS ({LIQUIDITY})
    SELECT a.settlement_id, a.move_line_id, a.kind, m.name
      FROM commercial_contract_allocation a
      JOIN account_move_line l ON l.id = a.move_line_id
      JOIN account_move m ON m.id = l.move_id
      JOIN account_account acc ON acc.id = l.account_id
      JOIN res_company co ON co.id = m.company_id
     WHERE NOT {owed("acc", "l")}
        OR m.journal_id = co.currency_exchange_journal_id
        OR m.tax_cash_basis_rec_id IS NOT NULL OR m.tax_cash_basis_origin_move_id IS NOT NULL
        OR (a.kind = 'cash' AND m.move_type <> 'entry')
        OR (a.kind = 'cash' AND NOT EXISTS (
               SELECT 1 FROM account_move_line x
                WHERE x.move_id = m.id AND x.account_id IN (SELECT id FROM liq)))"""

NO_SOURCE_GIVES_TOO_MUCH = """
    SELECT a.move_line_id, a.payment_id, SUM(a.amount) AS laid,
           MAX(ABS(l.balance)) AS has_line, MAX(p.amount) AS has_payment
      FROM commercial_contract_allocation a
      JOIN commercial_contract c ON c.id = a.contract_id
      JOIN res_company co ON co.id = c.company_id AND co.currency_id = c.currency_id
      JOIN res_currency cu ON cu.id = c.currency_id
 LEFT JOIN account_move_line l ON l.id = a.move_line_id AND l.currency_id = c.currency_id
 LEFT JOIN account_payment p ON p.id = a.payment_id AND p.currency_id = c.currency_id
 LEFT JOIN account_move m ON m.id = a.invoice_id
     WHERE a.kind <> 'opening' AND COALESCE(m.currency_id, c.currency_id) = c.currency_id
  GROUP BY a.move_line_id, a.payment_id, cu.rounding
    HAVING ABS(SUM(a.amount)) >
           COALESCE(MAX(ABS(l.balance)), MAX(p.amount), 'Infinity'::float8) + cu.rounding / 2"""

# What a partial of an entry's item with a document is worth, less what the entry writes off.
PAID = """CASE
           WHEN (g.move_id, SIGN(g.balance)) IN (SELECT move_id, sign FROM exact)
           THEN part.amount - COALESCE((SELECT x.discount FROM granted x
                                         WHERE x.id = part.id AND x.leg_id = g.id), 0)
           ELSE part.amount * LEAST(1, g.cash + GREATEST(
               0, LEAST(1 - g.cash, g.other / NULLIF(g.side, 0)))) END"""

# The same in company currency, for contracts in any; each row is rounded.
NO_SOURCE_GIVES_TOO_MUCH_COMPANY = """
    SELECT a.move_line_id, SUM(a.amount_company) AS laid, MAX(ABS(l.balance)) AS has_line
      FROM commercial_contract_allocation a
      JOIN account_move_line l ON l.id = a.move_line_id
      JOIN res_company co ON co.id = l.company_id
      JOIN res_currency cu ON cu.id = co.currency_id
  GROUP BY a.move_line_id, cu.rounding
    HAVING ABS(SUM(a.amount_company)) > MAX(ABS(l.balance)) + cu.rounding * COUNT(*)"""

ONE_CURRENCY_ONE_AMOUNT = """
    SELECT a.id, a.amount, a.amount_company
      FROM commercial_contract_allocation a
      JOIN commercial_contract c ON c.id = a.contract_id
      JOIN res_company co ON co.id = c.company_id AND co.currency_id = c.currency_id
      JOIN res_currency cu ON cu.id = c.currency_id
 LEFT JOIN account_move_line l ON l.id = a.move_line_id
 LEFT JOIN account_payment p ON p.id = a.payment_id
 LEFT JOIN account_move m ON m.id = a.invoice_id
     WHERE COALESCE(l.currency_id, p.currency_id, c.currency_id) = c.currency_id
       AND COALESCE(m.currency_id, c.currency_id) = c.currency_id
       AND ABS(a.amount - a.amount_company) >= cu.rounding / 2"""

# Judges contracts in company currency whose documents are all theirs, without announced payments.
CASH_ADDS_UP = f"""
      WITH liq AS ({LIQUIDITY}),
doc AS (
    SELECT m.id, MAX(l.commercial_contract_id) AS contract_id
      FROM account_move m
      JOIN account_move_line l ON l.move_id = m.id AND l.display_type = 'product'
     WHERE m.move_type <> 'entry' AND m.state <> 'cancel'
  GROUP BY m.id, m.currency_id
    HAVING COUNT(*) = COUNT(l.commercial_contract_id)
       AND COUNT(DISTINCT l.commercial_contract_id) = 1
       AND MAX(m.currency_id) = (SELECT currency_id FROM commercial_contract
                                  WHERE id = MAX(l.commercial_contract_id))),
plain AS (
    SELECT c.id, cu.rounding, CASE c.direction WHEN 'sale' THEN 1 ELSE -1 END AS sg
      FROM commercial_contract c
      JOIN res_company co ON co.id = c.company_id AND co.currency_id = c.currency_id
      JOIN res_currency cu ON cu.id = c.currency_id
     WHERE NOT EXISTS (
               SELECT 1 FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                WHERE l.commercial_contract_id = c.id AND l.display_type = 'product'
                  AND m.move_type <> 'entry' AND m.state <> 'cancel'
                  AND m.id NOT IN (SELECT id FROM doc))
       AND NOT EXISTS (SELECT 1 FROM commercial_contract_allocation a
                        WHERE a.contract_id = c.id AND a.payment_id IS NOT NULL)),
leg AS (
    SELECT l.id, l.move_id, l.date, l.balance, l.amount_residual, cu.decimal_places AS digits,
           COALESCE(l.commercial_contract_id, p.commercial_contract_id, st.commercial_contract_id)
               AS tag,
           LEAST(1, GREATEST(0, -SIGN(l.balance) * e.liq)
               / NULLIF(CASE WHEN l.balance < 0 THEN e.cr ELSE e.dr END, 0)) AS cash,
           CASE WHEN l.balance < 0 THEN e.cr ELSE e.dr END AS side,
           CASE WHEN l.balance < 0 THEN e.dr ELSE e.cr END AS other
      FROM account_move_line l
      JOIN account_account acc ON acc.id = l.account_id AND {owed("acc", "l")}
      JOIN account_move m ON m.id = l.move_id AND m.move_type = 'entry'
      JOIN res_company co ON co.id = m.company_id
           AND m.journal_id IS DISTINCT FROM co.currency_exchange_journal_id
      JOIN res_currency cu ON cu.id = co.currency_id
 LEFT JOIN account_payment p ON p.id = l.payment_id
 LEFT JOIN account_bank_statement_line st ON st.id = l.statement_line_id
      JOIN LATERAL (
            SELECT COALESCE(SUM(x.balance) FILTER (
                       WHERE x.account_id IN (SELECT id FROM liq)
                          OR (x.account_id, x.company_id) IN {listed("fee")}), 0)
                   * BOOL_OR(x.account_id IN (SELECT id FROM liq))::int AS liq,
                   COALESCE(SUM(-x.balance) FILTER (
                       WHERE {owed("xa", "x")} AND x.balance < 0), 0) AS cr,
                   COALESCE(SUM(x.balance) FILTER (
                       WHERE {owed("xa", "x")} AND x.balance > 0), 0) AS dr
              FROM account_move_line x JOIN account_account xa ON xa.id = x.account_id
             WHERE x.move_id = m.id) e ON TRUE
     WHERE l.parent_state = 'posted'),
part AS (
    SELECT id, amount, debit_move_id AS a, credit_move_id AS b FROM account_partial_reconcile
     UNION ALL
    SELECT id, amount, credit_move_id, debit_move_id FROM account_partial_reconcile),
granted AS (  -- documents whose early discount an entry that pays them in full may have given (R12)
    SELECT part.id, g.id AS leg_id, g.move_id, SIGN(g.balance) AS sign,
           ABS(d.balance - d.discount_balance) AS discount, g.side * (1 - LEAST(
               1, g.cash + GREATEST(0, LEAST(1 - g.cash, g.other / NULLIF(g.side, 0))))) AS writeoff
      FROM part JOIN account_move_line d ON d.id = part.a JOIN leg g ON g.id = part.b
     WHERE d.discount_date >= g.date AND part.amount = ABS(d.balance)),
exact AS (
    SELECT move_id, sign FROM granted
  GROUP BY move_id, sign HAVING ABS(SUM(discount) - MAX(writeoff)) < 0.0001),
flow AS (
    -- an entry against a document
    SELECT d.contract_id, ROUND((-SIGN(g.balance) * {PAID})::numeric, g.digits) AS amount
      FROM part JOIN account_move_line dl ON dl.id = part.a
      JOIN doc d ON d.id = dl.move_id JOIN leg g ON g.id = part.b
     UNION ALL
    -- what is open of tagged cash
    SELECT g.tag, ROUND((-SIGN(g.balance) * ABS(g.amount_residual) * LEAST(1, g.cash + GREATEST(
               0, LEAST(1 - g.cash, g.other / NULLIF(g.side, 0)))))::numeric, g.digits)
      FROM leg g WHERE g.tag IS NOT NULL
     UNION ALL
    -- cash against cash
    SELECT COALESCE(g.tag, h.tag), ROUND((-SIGN(g.balance) * part.amount)::numeric, g.digits)
      FROM part JOIN leg g ON g.id = part.a AND g.cash > 0
      JOIN leg h ON h.id = part.b AND h.cash > 0
     WHERE COALESCE(g.tag, h.tag) IS NOT NULL
     UNION ALL
    -- tagged cash against a document of no contract
    SELECT g.tag, ROUND((-SIGN(g.balance) * {PAID})::numeric, g.digits)
      FROM part JOIN leg g ON g.id = part.a
      JOIN account_move_line dl ON dl.id = part.b
      JOIN account_move dm ON dm.id = dl.move_id AND dm.move_type <> 'entry'
     WHERE g.tag IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM account_move_line y
                        WHERE y.move_id = dm.id AND y.commercial_contract_id IS NOT NULL)
     UNION ALL
    -- a credit of one contract used on another
    SELECT x.contract_id, x.amount FROM (
        SELECT da.contract_id, db.contract_id AS other,
               part.amount * CASE WHEN ma.move_type LIKE '%%refund' THEN -1 ELSE 1 END
                   * CASE WHEN ma.move_type LIKE 'out%%' THEN 1 ELSE -1 END AS amount
          FROM part JOIN account_move_line la ON la.id = part.a
          JOIN account_move ma ON ma.id = la.move_id JOIN doc da ON da.id = la.move_id
          JOIN account_move_line lb ON lb.id = part.b JOIN doc db ON db.id = lb.move_id) x
     WHERE x.contract_id <> x.other)
    SELECT plain.id, COALESCE(f.net, 0) AS ledger, COALESCE(al.net, 0) AS laid,
           c.amount_unallocated
      FROM plain JOIN commercial_contract c ON c.id = plain.id
 LEFT JOIN (SELECT contract_id, SUM(amount) AS net FROM flow GROUP BY contract_id) f
           ON f.contract_id = plain.id
 LEFT JOIN (SELECT contract_id, SUM(amount) AS net FROM commercial_contract_allocation
             WHERE kind IN ('cash', 'netting') GROUP BY contract_id) al
           ON al.contract_id = plain.id
     WHERE ABS(plain.sg * COALESCE(f.net, 0) - COALESCE(al.net, 0)
               - COALESCE(c.amount_unallocated, 0)) >= 1.5 * plain.rounding"""

PAID_MEANS_SETTLED = """
    SELECT s.id, s.name, s.amount, b.billed, COALESCE(a.got, 0) AS got
      FROM commercial_contract_settlement s
      JOIN commercial_contract c ON c.id = s.contract_id
      JOIN res_currency cu ON cu.id = c.currency_id
      JOIN (SELECT l.commercial_settlement_id AS settlement_id, SUM(l.price_total) AS billed,
                   BOOL_AND(m.state = 'posted' AND m.move_type IN ('out_invoice', 'in_invoice')
                            AND m.amount_residual = 0
                            AND m.payment_state IN ('paid', 'in_payment')) AS paid,
                   BOOL_OR(EXISTS (
                       SELECT 1 FROM account_partial_reconcile p
                         JOIN account_move_line t ON t.id IN (p.debit_move_id, p.credit_move_id)
                              AND t.move_id = m.id
                         JOIN account_move_line o ON o.id IN (p.debit_move_id, p.credit_move_id)
                              AND o.move_id <> m.id
                         JOIN account_move om ON om.id = o.move_id
                    LEFT JOIN account_payment pay ON pay.id = o.payment_id
                        WHERE om.move_type <> 'entry' OR om.state <> 'posted'
                           OR COALESCE(o.commercial_settlement_id, pay.commercial_settlement_id,
                                       l.commercial_settlement_id)
                              <> l.commercial_settlement_id)
                       -- a rebate on another line, and cash rounding, lower what is paid of this one
                       OR EXISTS (
                       SELECT 1 FROM account_move_line o
                        WHERE o.move_id = m.id AND (o.display_type = 'rounding'
                              OR o.display_type = 'product' AND o.price_total < 0 AND
                              o.commercial_settlement_id IS DISTINCT FROM l.commercial_settlement_id))
                   ) AS other
              FROM account_move_line l JOIN account_move m ON m.id = l.move_id
             WHERE l.commercial_settlement_id IS NOT NULL AND l.display_type = 'product'
               AND m.state <> 'cancel' AND m.move_type <> 'entry'
          GROUP BY l.commercial_settlement_id) b
           ON b.settlement_id = s.id AND b.paid AND NOT b.other
 LEFT JOIN (SELECT settlement_id, SUM(amount) AS got FROM commercial_contract_allocation
          GROUP BY settlement_id) a ON a.settlement_id = s.id
     WHERE COALESCE(a.got, 0) < LEAST(b.billed, s.amount) - cu.rounding / 2
       AND NOT EXISTS (SELECT 1 FROM commercial_contract_allocation n
                        WHERE n.settlement_id = s.id AND n.amount < 0)
       AND NOT EXISTS (SELECT 1 FROM account_move_line l
                        WHERE l.commercial_settlement_id = s.id AND l.display_type = 'product'
                          AND l.currency_id <> c.currency_id)"""

ONE_COMPANY_TREE = """
    SELECT a.contract_id, a.move_line_id, a.payment_id
      FROM commercial_contract_allocation a
      JOIN commercial_contract c ON c.id = a.contract_id
      JOIN res_company cc ON cc.id = c.company_id
 LEFT JOIN account_move_line l ON l.id = a.move_line_id
 LEFT JOIN account_payment p ON p.id = a.payment_id
      JOIN res_company lc ON lc.id = COALESCE(l.company_id, p.company_id)
     WHERE SPLIT_PART(cc.parent_path, '/', 1) <> SPLIT_PART(lc.parent_path, '/', 1)"""

FACTS_ADD_UP = """
    SELECT x.* FROM (
        SELECT c.id, c.state, cu.rounding / 2 AS half,
               CASE WHEN c.state IN ('active', 'done', 'terminated') THEN c.amount_total ELSE 0 END AS signed,
               CASE WHEN c.state IN ('active', 'done', 'terminated') THEN s.planned ELSE 0 END AS planned,
               c.amount_invoiced + s.opening AS invoiced, c.amount_settled AS settled,
               c.amount_adjusted AS adjusted, a.worth,
               f.signed AS f_signed, f.planned AS f_planned, f.invoiced AS f_invoiced, f.settled AS f_settled,
               f.adjusted AS f_adjusted, f.worth_signed, f.worth_planned, f.worth AS f_worth,
               ABS(s.planned - c.amount_total) < cu.rounding / 2 AS balanced
          FROM commercial_contract c
          JOIN res_currency cu ON cu.id = c.currency_id,
       LATERAL (SELECT COALESCE(SUM(amount) FILTER (WHERE is_cancelled IS NOT TRUE), 0) AS planned,
                       COALESCE(SUM(opening_invoiced), 0) AS opening
                  FROM commercial_contract_settlement WHERE contract_id = c.id) s,
       LATERAL (SELECT COALESCE(SUM(amount_company), 0) AS worth
                  FROM commercial_contract_allocation WHERE contract_id = c.id) a,
       LATERAL (SELECT COALESCE(SUM(amount) FILTER (WHERE kind = 'signed'), 0) AS signed,
                       COALESCE(SUM(amount) FILTER (WHERE kind = 'planned'), 0) AS planned,
                       COALESCE(SUM(amount) FILTER (WHERE kind = 'invoiced'), 0) AS invoiced,
                       COALESCE(SUM(amount) FILTER (WHERE kind = 'settled'), 0) AS settled,
                       COALESCE(SUM(amount) FILTER (WHERE kind = 'adjusted'), 0) AS adjusted,
                       COALESCE(SUM(signed), 0) AS worth_signed, COALESCE(SUM(planned), 0) AS worth_planned,
                       COALESCE(SUM(settled), 0) + COALESCE(SUM(adjusted), 0) AS worth
                  FROM commercial_contract_fact WHERE contract_id = c.id) f
         WHERE c.is_framework IS NOT TRUE) x
     WHERE ABS(signed - f_signed) > half OR ABS(planned - f_planned) > half OR ABS(invoiced - f_invoiced) > half
        OR ABS(settled - f_settled) > half OR ABS(adjusted - f_adjusted) > half OR ABS(worth - f_worth) > 0.0001
        OR (state = 'active' AND balanced AND ABS(worth_signed - worth_planned) > 0.0001)"""

FACTS_BESIDE_THE_BOOKS = """
    SELECT x.* FROM (
        SELECT c.id, own.rounding AS cent,
               CASE WHEN c.state IN ('active', 'done', 'terminated')
                    THEN c.amount_untaxed / COALESCE(NULLIF(c.currency_rate, 0), 1) ELSE 0 END AS signed,
               s.opening, b.billed, e.cost, f.signed AS f_signed, f.billed AS f_billed, f.cost AS f_cost
          FROM commercial_contract c
          JOIN res_company co ON co.id = c.company_id
          JOIN res_currency own ON own.id = co.currency_id,
       LATERAL (SELECT COALESCE(SUM(ABS(opening_invoiced)), 0) AS opening
                  FROM commercial_contract_settlement WHERE contract_id = c.id) s,
       LATERAL (SELECT COALESCE(SUM(l.balance), 0) * CASE c.direction WHEN 'sale' THEN -1 ELSE 1 END AS billed
                  FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                 WHERE l.commercial_contract_id = c.id AND l.display_type = 'product'
                   AND m.state = 'posted' AND m.move_type <> 'entry') b,
       LATERAL (SELECT COALESCE(-SUM(a.amount), 0) AS cost
                  FROM account_analytic_line a LEFT JOIN account_move_line l ON l.id = a.move_line_id
             LEFT JOIN commercial_contract o ON o.id = l.commercial_contract_id
                 WHERE (o.id IS NULL OR (o.direction = 'purchase' AND c.direction = 'sale'))
                   AND COALESCE(l.parent_state, 'posted') = 'posted'
                   AND NOT EXISTS (
                       SELECT 1 FROM commercial_contract n
                        WHERE n.is_framework IS NOT TRUE AND n.analytic_account_id::text IN (
                              SELECT j.value FROM jsonb_each_text(to_jsonb(a)) j
                               WHERE j.key = 'account_id' OR j.key LIKE 'x_plan%%_id')
                          AND (n.company_id <> a.company_id, n.state = 'cancelled', n.direction <> 'sale',
                               n.state = 'draft', COALESCE(n.date_signed, '9999-12-31'), n.id)
                            < (c.company_id <> a.company_id, c.state = 'cancelled', c.direction <> 'sale',
                               c.state = 'draft', COALESCE(c.date_signed, '9999-12-31'), c.id))
                   AND c.analytic_account_id::text IN (
                       SELECT j.value FROM jsonb_each_text(to_jsonb(a)) j
                        WHERE j.key = 'account_id' OR j.key LIKE 'x_plan%%_id')) e,
       LATERAL (SELECT COALESCE(SUM(signed_untaxed), 0) AS signed, COALESCE(SUM(invoiced_untaxed), 0) AS billed,
                       COALESCE(SUM(expense), 0) AS cost
                  FROM commercial_contract_fact WHERE contract_id = c.id) f
         WHERE c.is_framework IS NOT TRUE) x
     WHERE ABS(signed - f_signed) > 0.51 * cent OR (opening = 0 AND ABS(billed - f_billed) > 0.0001)
        OR ABS(cost - f_cost) > 0.0001"""

QUERIES = {
    "Q1 the plan adds up (I1)": PLAN_ADDS_UP,
    "Q2 nothing is billed twice (I2)": NOTHING_BILLED_TWICE,
    "Q3 0 <= settled <= amount, and the state fits (I4)": SETTLED_WITHIN_AMOUNT,
    "Q4 shape of rows": SHAPE_OF_ROWS,
    "Q5 the source is alive": SOURCE_IS_ALIVE,
    "Q6 the kind fits the entry": KIND_FITS_ENTRY,
    "Q7 no source gives more than it has": NO_SOURCE_GIVES_TOO_MUCH,
    "Q7 in company currency": NO_SOURCE_GIVES_TOO_MUCH_COMPANY,
    "Q7 one currency, one amount": ONE_CURRENCY_ONE_AMOUNT,
    "Q8 allocations and unallocated are the cash of the ledger (I3)": CASH_ADDS_UP,
    "Q9 a paid invoice leaves no plan line open": PAID_MEANS_SETTLED,
    "Q10 one company tree (R20)": ONE_COMPANY_TREE,
    "Q11 facts add up to the figures (I9)": FACTS_ADD_UP,
    "Q12 facts without tax, and of expenses, are those of the books (I9)": FACTS_BESIDE_THE_BOOKS,
}
