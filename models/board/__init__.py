from . import (
    commercial_contract_dashboard,
    commercial_contract_dashboard_parts,
    commercial_contract_dashboard_pages,
)
