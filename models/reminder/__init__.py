from . import (
    mail_activity,
    commercial_reminder_rule,
    commercial_reminder_log,
    commercial_contract_settlement,
    commercial_contract_settlement_nudge,
    commercial_contract,
    commercial_contract_handover,
)
