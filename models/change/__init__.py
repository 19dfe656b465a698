from . import (
    commercial_contract_amendment,
    commercial_contract_amendment_row,
    commercial_contract_amendment_line,
    commercial_contract_amendment_goods,
    commercial_contract_amendment_term,
    commercial_contract_settlement,
    commercial_contract,
    commercial_contract_handover,
    commercial_contract_amend,
    commercial_contract_amendment_request,
    commercial_contract_amendment_preview,
    commercial_contract_prepare,
)
