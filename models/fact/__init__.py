from . import (
    commercial_contract_sql,
    commercial_contract_fact,
    commercial_contract_fact_booking,
    commercial_contract_fact_figures,
    commercial_contract,
    commercial_contract_facts_check,
)
