from . import ir_actions_report
from . import contract_paper
from . import settlement_list
from . import settlement_list_paper
from . import settlement_list_xlsx
from . import import_template
from . import opening_template
