from . import (
    commercial_contract_amendment,
    commercial_contract_amendment_line,
    commercial_contract_settlement,
    commercial_contract,
    commercial_contract_handover,
)
