"""What facts are made of: a few set-based SELECTs over a batch of contracts, plain rows.

The number of queries does not depend on the number of contracts.
"""

from odoo.tools import SQL

# What the SELECTs below read; it is flushed before they run.
READS = {
    "commercial.contract": [
        "amount_total",
        "amount_untaxed",
        "analytic_account_id",
        "category_id",
        "commercial_partner_id",
        "company_id",
        "currency_id",
        "currency_rate",
        "date_locked",
        "date_signed",
        "department_id",
        "direction",
        "fact_version",
        "is_framework",
        "partner_id",
        "project_id",
        "state",
        "team_id",
        "user_id",
    ],
    "commercial.contract.settlement": [
        "amount",
        "contract_id",
        "date_due",
        "is_cancelled",
        "method_id",
        "opening_date",
        "opening_invoiced",
        "state",
    ],
    "commercial.contract.line": ["contract_id", "price_subtotal", "price_total", "product_id"],
    "commercial.contract.allocation": [
        "amount",
        "amount_company",
        "contract_id",
        "date",
        "invoice_id",
        "kind",
        "move_line_id",
        "payment_id",
        "settlement_id",
    ],
    "commercial.contract.amendment": ["contract_id", "date", "total_after", "total_before"],
    "commercial.contract.amendment.goods": ["amendment_id", "amount_before", "goods_id"],
    "commercial.contract.amendment.term": ["amendment_id", "field_name", "value_before"],
    "account.analytic.line": ["amount", "company_id", "date", "move_line_id"],
    "account.move.line": [
        "balance",
        "commercial_contract_id",
        "commercial_contract_line_id",
        "commercial_settlement_id",
        "display_type",
        "move_id",
        "parent_state",
        "price_total",
        "product_id",
    ],
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
    "res.partner": ["country_id", "state_id"],
}


def flush(env):
    """Bring what the SELECTs read into the database."""
    for model, names in READS.items():
        env[model].flush_model(names)
    items = env["account.analytic.line"]
    items.flush_model(items._get_plan_fnames())


def contracts(env, ids):
    """Rows (contract, company, its currency, currency, direction, state, date signed, rate, total, total without
    tax, when it was first signed, customer, its company, responsible, team, department, project, category, country,
    state of it), frameworks left out."""
    return env.execute_query(
        SQL(
            """
        SELECT c.id, c.company_id, co.currency_id, c.currency_id, c.direction, c.state, c.date_signed,
               COALESCE(NULLIF(c.currency_rate, 0), 1), COALESCE(c.amount_total, 0),
               COALESCE(c.amount_untaxed, 0), c.date_locked, c.partner_id,
               c.commercial_partner_id, c.user_id, c.team_id, c.department_id, c.project_id, c.category_id,
               p.country_id, p.state_id
          FROM commercial_contract c
          JOIN res_company co ON co.id = c.company_id
     LEFT JOIN res_partner p ON p.id = c.partner_id
         WHERE c.id = ANY(%s) AND c.is_framework IS NOT TRUE
      ORDER BY c.id""",
            ids,
        )
    )


def plan(env, ids):
    """Rows (contract, plan line, amount, due date, cancelled, state, method, invoiced before Odoo, its date, made)."""
    return env.execute_query(
        SQL(
            """
        SELECT contract_id, id, COALESCE(amount, 0), date_due, COALESCE(is_cancelled, FALSE), state, method_id,
               COALESCE(opening_invoiced, 0), opening_date, create_date
          FROM commercial_contract_settlement WHERE contract_id = ANY(%s) ORDER BY contract_id, id""",
            ids,
        )
    )


def goods(env, ids):
    """Rows (contract, goods line, amount with tax, without, product, its category)."""
    return env.execute_query(
        SQL(
            """
        SELECT l.contract_id, l.id, COALESCE(l.price_total, 0), COALESCE(l.price_subtotal, 0),
               l.product_id, t.categ_id
          FROM commercial_contract_line l
     LEFT JOIN product_product p ON p.id = l.product_id
     LEFT JOIN product_template t ON t.id = p.product_tmpl_id
         WHERE l.contract_id = ANY(%s) ORDER BY l.contract_id, l.sequence, l.id""",
            ids,
        )
    )


def amendments(env, ids):
    """Rows (contract, amendment, date, by how much the contract amount grew, rate before it or None, made), the
    newest first."""
    return env.execute_query(
        SQL(
            """
        SELECT a.contract_id, a.id, a.date, COALESCE(a.total_after, 0) - COALESCE(a.total_before, 0),
               t.value_before, a.create_date
          FROM commercial_contract_amendment a
     LEFT JOIN commercial_contract_amendment_term t ON t.amendment_id = a.id AND t.field_name = 'currency_rate'
         WHERE a.contract_id = ANY(%s) ORDER BY a.contract_id, a.id DESC""",
            ids,
        )
    )


def amended_goods(env, ids):
    """Rows (amendment, goods line, amount with tax before it)."""
    return env.execute_query(
        SQL(
            """
        SELECT g.amendment_id, g.goods_id, COALESCE(g.amount_before, 0)
          FROM commercial_contract_amendment_goods g
         WHERE g.amendment_id = ANY(%s) AND g.goods_id IS NOT NULL""",
            ids,
        )
    )


def invoice_lines(env, ids, moves):
    """Rows (contract, document, plan line or None, invoice line, goods line, product, its category, amount with
    tax, its balance in the books, when the document was made)."""
    return env.execute_query(
        SQL(
            """
        SELECT l.commercial_contract_id, l.move_id, l.commercial_settlement_id, l.id, l.commercial_contract_line_id,
               l.product_id, t.categ_id, COALESCE(l.price_total, 0), l.balance, m.create_date
          FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id
     LEFT JOIN product_product p ON p.id = l.product_id
     LEFT JOIN product_template t ON t.id = p.product_tmpl_id
         WHERE l.move_id = ANY(%s) AND l.commercial_contract_id = ANY(%s) AND l.display_type = 'product'
      ORDER BY l.id""",
            moves,
            ids,
        )
    )


def allocations(env, ids):
    """Rows (contract, plan line, whether no money, date, journal item, payment, document, amount, company amount,
    made)."""
    return env.execute_query(
        SQL(
            """
        SELECT contract_id, settlement_id, kind = 'writeoff', date, move_line_id, payment_id, invoice_id,
               SUM(amount), SUM(COALESCE(amount_company, 0)), MIN(create_date)
          FROM commercial_contract_allocation WHERE contract_id = ANY(%s)
      GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 4, 5, 6, 7""",
            ids,
        )
    )


def expenses(env, ids):
    """Rows (contract, date, journal item or None, product, its category, cost, of it bought under purchase
    contracts, their currency, made): what is posted on the analytic accounts of contracts.

    An item counts under one contract alone, of whatever plans its accounts are: the first by ``COUNTING``.
    Documents of contracts are no expense but for those of purchase contracts, under a sales contract; theirs is
    a row below zero that passes them on.
    """
    columns = get_account_columns(env)
    terms = {
        "ids": ids,
        "counting": SQL(
            COUNTING, accounts=SQL(", ").join(SQL.identifier("a", name) for name in columns)
        ),
        "booked": SQL(" UNION ").join(SQL(BOOKED, SQL.identifier(name), ids) for name in columns),
    }
    return env.execute_query(
        SQL("%s UNION ALL %s ORDER BY 1, 2, 3", SQL(SPENT, **terms), SQL(PASSED_ON, **terms))
    )


def get_account_columns(env):
    """Return the columns of analytic items that hold an account, one of each plan."""
    items = env["account.analytic.line"]
    return [name for name in items._get_plan_fnames() if name in items._fields]


# The contracts of analytic accounts.
HOLDERS = "SELECT id FROM commercial_contract WHERE analytic_account_id = ANY(%(accounts)s)"

# The first of the contracts of an item's accounts: one of its own company, not cancelled, a sales contract before
# a purchase contract, signed before draft, then the one signed first.
COUNTING = """
    SELECT c.id, c.direction FROM commercial_contract c
     WHERE c.analytic_account_id IN (%(accounts)s) AND c.is_framework IS NOT TRUE
  ORDER BY c.company_id = a.company_id DESC, c.state = 'cancelled', c.direction = 'sale' DESC, c.state = 'draft',
           c.date_signed, c.id
     LIMIT 1"""

BOOKED = """
    SELECT i.id FROM account_analytic_line i
     WHERE i.%s IN (SELECT analytic_account_id FROM commercial_contract WHERE id = ANY(%s))"""

SPENT = """
    SELECT w.id, a.date, a.move_line_id, l.product_id, t.categ_id, -SUM(a.amount),
           -SUM(CASE WHEN o.id IS NULL THEN 0 ELSE a.amount END), co.currency_id, MIN(a.create_date)
      FROM account_analytic_line a
      JOIN LATERAL (%(counting)s) w ON w.id = ANY(%(ids)s)
      JOIN res_company co ON co.id = a.company_id
 LEFT JOIN account_move_line l ON l.id = a.move_line_id
 LEFT JOIN commercial_contract o ON o.id = l.commercial_contract_id
 LEFT JOIN product_product p ON p.id = l.product_id
 LEFT JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE a.id IN (%(booked)s)
       AND (o.id IS NULL OR (o.direction = 'purchase' AND w.direction = 'sale'))
       AND (l.id IS NULL OR l.parent_state = 'posted')
  GROUP BY 1, 2, 3, 4, 5, 8"""

PASSED_ON = """
    SELECT o.id, a.date, a.move_line_id, l.product_id, t.categ_id, 0, SUM(a.amount), co.currency_id,
           MIN(a.create_date)
      FROM commercial_contract o
      JOIN account_move_line l ON l.commercial_contract_id = o.id
      JOIN account_analytic_line a ON a.move_line_id = l.id
      JOIN LATERAL (%(counting)s) w ON w.direction = 'sale'
      JOIN res_company co ON co.id = a.company_id
 LEFT JOIN product_product p ON p.id = l.product_id
 LEFT JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.id = ANY(%(ids)s) AND o.direction = 'purchase' AND o.is_framework IS NOT TRUE
       AND l.parent_state = 'posted'
  GROUP BY 1, 2, 3, 4, 5, 8"""
