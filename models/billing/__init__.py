from . import (
    shares,
    account_move,
    account_move_line,
    commercial_contract_source,
    commercial_contract_source_line,
    commercial_contract,
    commercial_contract_due,
    commercial_contract_line,
    commercial_contract_settlement,
    commercial_contract_settlement_bill,
    purchase_order_line,
    sale_order_line,
)
