from . import (
    account_bank_statement_line,
    account_payment,
    commercial_contract_words,
    commercial_contract,
    commercial_contract_child,
    commercial_contract_allocation,
    commercial_contract_filters,
    commercial_contract_progress,
    commercial_contract_settlement,
)
