from . import contract_reschedule
