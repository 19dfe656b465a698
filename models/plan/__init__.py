from . import (
    commercial_settlement_method,
    commercial_contract_settlement,
    commercial_contract_category,
    commercial_contract,
)
