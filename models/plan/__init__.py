from . import (
    commercial_settlement_method,
    commercial_contract_settlement,
    commercial_contract_settlement_import,
    commercial_contract_settlement_label,
    commercial_contract_settlement_portal,
    commercial_contract_settlement_trigger,
    commercial_contract_category,
    commercial_contract,
    commercial_contract_build,
    commercial_contract_progress,
    commercial_contract_template,
    commercial_contract_ties,
)
