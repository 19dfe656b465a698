from odoo.tools import SQL

# Days late of what was settled since a day, weighted by amount; the amounts of several contracts in one
# currency, that of the company.
LATE_DAYS = """
    SELECT contract.commercial_partner_id,
           SUM(item.amount_company * (item.date - COALESCE(line.date_due_original, line.date_due)))
           / SUM(item.amount_company)
      FROM commercial_contract_allocation item
      JOIN commercial_contract_settlement line ON line.id = item.settlement_id
      JOIN commercial_contract contract ON contract.id = item.contract_id
     WHERE contract.direction = %s
       AND contract.company_id = ANY(%s)
       AND contract.commercial_partner_id = ANY(%s)
       AND item.kind IN ('cash', 'netting')
       AND item.date >= %s
       AND line.date_due IS NOT NULL
  GROUP BY contract.commercial_partner_id
    HAVING SUM(item.amount_company) > 0"""


def get_late_days(env, direction, company_ids, partner_ids, since):
    """Return {id of a partner's company: days late}, early ones below zero, of those with a history."""
    for model in ("allocation", "settlement"):
        env[f"commercial.contract.{model}"].flush_model()
    env["commercial.contract"].flush_model()
    rows = env.execute_query(SQL(LATE_DAYS, direction, company_ids, partner_ids, since))
    return {partner_id: round(days) for partner_id, days in rows}
