from . import contract_reschedule
from . import settlement_list
from . import contract_link
from . import contract_link_cash
from . import contract_link_item
from . import contract_payment
from . import contract_payment_line
from . import contract_reason
