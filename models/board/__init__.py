from . import (
    commercial_contract_dashboard,
    commercial_contract_dashboard_parts,
    commercial_contract_dashboard_pages,
    commercial_contract_cash_plan,
    commercial_contract_cash_plan_reading,
    commercial_contract_cash_plan_warning,
    commercial_reminder_rule,
    mail_activity,
)
