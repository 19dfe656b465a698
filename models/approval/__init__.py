from . import (
    commercial_contract_access,
    commercial_contract,
    commercial_contract_guards,
    commercial_contract_line,
    commercial_contract_messages,
    commercial_contract_reasons,
    commercial_contract_settlement,
    commercial_contract_tiers,
    res_users,
    tier_definition,
    tier_review,
    uninstall,
)
