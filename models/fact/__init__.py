from . import (
    commercial_contract_sql,
    account_analytic_line,
    account_move_line,
    commercial_contract_figures,
    commercial_contract_figures_read,
    commercial_contract_fact,
    commercial_contract_fact_booking,
    commercial_contract_fact_before,
    commercial_contract,
    commercial_contract_sharing,
    commercial_contract_earnings,
    commercial_contract_facts_check,
)
