from . import contract_reschedule
from . import settlement_list
from . import contract_reason
