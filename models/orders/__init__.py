from . import (
    commercial_contract_source,
    commercial_contract_source_line,
    commercial_contract,
    commercial_contract_line,
    commercial_contract_settlement,
    purchase_order,
    purchase_order_line,
    sale_advance_payment_inv,
    sale_order,
    sale_order_line,
)
