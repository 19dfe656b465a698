from . import (
    account_payment,
    account_payment_register,
    account_bank_statement_line,
    commercial_contract_fed,
    commercial_contract_allocation,
    commercial_contract_settlement,
    commercial_contract_settlement_to_invoice,
    commercial_contract,
    commercial_contract_proof,
    commercial_contract_framework,
    commercial_contract_settlement_payment,
    commercial_contract_payment,
)
