from . import ir_actions_report
from . import contract_paper
from . import settlement_list
from . import settlement_list_paper
from . import settlement_list_xlsx
