"""The columns of a sheet of running contracts, and the words by which people head them."""

from typing import NamedTuple

from .cells import head_key, name_key


class Column(NamedTuple):
    """What a column holds."""

    part: str  # contract, goods, plan or opening
    form: str  # text, money, number, percent, date, direction or kind
    names: str  # heads, apart by a bar; the first two stand in the templates


COLUMNS = {
    "number": Column(
        "contract", "text", "Contract No.|合同编号|contract number|contract|合同号|合同编码|合同"
    ),
    "title": Column("contract", "text", "Contract Title|合同名称|title|subject|合同标题|合同内容"),
    "company": Column(
        "contract", "text", "Our Company|我方公司|company|公司|签约主体|我方单位|所属公司"
    ),
    "direction": Column(
        "contract", "direction", "Direction|收付方向|sale or purchase|收付类型|收支方向|合同方向"
    ),
    "partner": Column(
        "contract",
        "text",
        "Customer or Vendor|客户或供应商|customer|partner|customer name|counterparty|client|客户|客户名称"
        "|客户单位|对方单位|对方单位名称|对方名称|相对方|合同相对方|往来单位|购货单位|合作单位",
    ),
    "vendor": Column(
        "contract",
        "text",
        "Vendor|供应商|supplier|vendor name|supplier name|供应商名称|供货单位|销货单位|供货商",
    ),
    "payer": Column("contract", "text", "Payer|付款方|paid by|付款单位"),
    "currency": Column("contract", "text", "Currency|币别|币种|货币"),
    "amount": Column(
        "contract",
        "money",
        "Contract Amount|合同金额|contract value|total amount|amount incl tax"
        "|contract total|合同总额|合同总价|合同额|总金额"
        "|签约金额|合同含税金额|合同金额含税|含税总金额|价税合计",
    ),
    "tax": Column(
        "contract", "percent", "Tax (%)|税率(%)|tax|taxes|vat|tax rate|vat rate|税率|增值税率|税项"
    ),
    "date_signed": Column(
        "contract",
        "date",
        "Signed On|签订日期|date signed|signing date|signed|contract date|签订时间|签约日期|签署日期|合同日期|签约时间",
    ),
    "date_start": Column(
        "contract",
        "date",
        "Contract Start|合同开始日期|start|start date|开始日期|生效日期|合同生效日期|起始日期|合同起始日期",
    ),
    "date_end": Column(
        "contract",
        "date",
        "Contract End|合同到期日期|end|end date|结束日期|合同结束日期|终止日期|合同终止日期|合同期限至",
    ),
    "user": Column(
        "contract",
        "text",
        "Responsible|负责人|salesperson|owner|合同负责人|业务员|经办人|责任人|销售人员",
    ),
    "department": Column("contract", "text", "Department|部门|所属部门|签订部门|承办部门|归口部门"),
    "project": Column("contract", "text", "Project|项目|项目名称|所属项目|工程名称"),
    "category": Column(
        "contract", "text", "Contract Category|合同类别|category|合同分类|合同类型|类别"
    ),
    "note": Column("contract", "text", "Notes|备注|note|remark|remarks|comment|说明|合同备注"),
    "goods": Column(
        "goods",
        "text",
        "Goods|合同商品|product|product name|item|description|goods name|商品|商品名称"
        "|产品|产品名称|品名|货物|货物名称|物料名称|标的物"
        "|标的|服务名称",
    ),
    "code": Column(
        "goods",
        "text",
        "Product Code|商品编码|internal reference|sku|item code|产品编码|产品编号|货号|物料编码|商品编号",
    ),
    "model": Column("goods", "text", "Model No.|型号|model|model number|part no|产品型号"),
    "specification": Column(
        "goods", "text", "Specification|规格|spec|specifications|规格型号|技术规格|规格参数"
    ),
    "quantity": Column("goods", "number", "Quantity|数量|qty"),
    "uom": Column("goods", "text", "Unit of Measure|计量单位|unit|uom|单位"),
    "price": Column(
        "goods", "money", "Unit Price|单价|price|不含税单价|未税单价|unit price excl tax"
    ),
    "price_gross": Column(
        "goods", "money", "Unit Price incl. Tax|含税单价|单价含税|price incl tax|gross price"
    ),
    "goods_gross": Column(
        "goods",
        "money",
        "Goods Amount incl. Tax|商品金额(含税)|goods amount|line amount|line total|商品金额|含税金额|金额含税|货款金额",
    ),
    "line": Column(
        "plan",
        "text",
        "Settlement Line|结算明细|plan line|instalment|installment|milestone"
        "|payment stage|款项|款项名称|期次|期数|付款阶段"
        "|收款阶段|结算节点|付款节点|收款节点|结算名称|付款条件|收款条件",
    ),
    "kind": Column("plan", "kind", "Kind|款项性质|payment type|款项类型|款项类别|款项种类"),
    "due": Column(
        "plan",
        "date",
        "Due Date|应结日期|due|due on|date due|应收日期|应付日期|到期日|到期日期|计划日期"
        "|计划收款日期|计划付款日期|应收款日期|应付款日期"
        "|约定收款日期|约定付款日期|收款日期|付款日期",
    ),
    "percent": Column(
        "plan", "percent", "Percent|比例|percentage|share|比例%|收款比例|付款比例|结算比例|百分比"
    ),
    "plan_amount": Column(
        "plan",
        "money",
        "Amount Due|应结金额|plan amount|planned amount|instalment amount|planned"
        "|计划金额|应收金额|应付金额|本期金额|计划收款金额"
        "|计划付款金额|结算金额|应收款|应付款|分期金额",
    ),
    "method": Column(
        "plan", "text", "Settlement Method|结算方式|payment method|付款方式|收款方式|支付方式"
    ),
    "invoiced": Column(
        "opening",
        "money",
        "Invoiced before Odoo|期初已开票|invoiced|invoiced amount|billed|已开票"
        "|已开票金额|开票金额|累计开票|累计开票金额|已开发票"
        "|期初开票|期初已开票金额|已收票|已收票金额",
    ),
    "settled": Column(
        "opening",
        "money",
        "Settled before Odoo|期初已结|settled|settled amount|received|paid|collected"
        "|amount received|amount paid|已结|已结金额"
        "|已收款|已收款金额|已收金额|已付款|已付款金额|已付金额|已回款|回款金额|到款金额"
        "|累计收款|累计付款|累计回款|期初已收|期初已付"
        "|期初已结金额|期初已收款|期初已付款|实收金额|实付金额|收款金额|付款金额",
    ),
    "as_of": Column(
        "opening",
        "date",
        "Opening Date|期初日期|as of|as of date|cut off date|cutoff date|截止日期|截止日"
        "|截至日期|统计日期|期初截止日期",
    ),
}
# What a head that is said of several things means, by the group or sheet that it stands in.
GENERIC = {
    "contract": {
        "金额": "amount",
        "amount": "amount",
        "名称": "title",
        "name": "title",
        "编号": "number",
        "no": "number",
        "状态": None,
    },
    "goods": {
        "金额": "goods_gross",
        "amount": "goods_gross",
        "名称": "goods",
        "name": "goods",
        "单位": "uom",
        "编号": "code",
        "编码": "code",
        "code": "code",
        "备注": None,
        "note": None,
        "税率": "tax",
    },
    "plan": {
        "金额": "plan_amount",
        "amount": "plan_amount",
        "名称": "line",
        "name": "line",
        "日期": "due",
        "date": "due",
        "性质": "kind",
        "类型": "kind",
        "type": "kind",
        "方式": "method",
        "method": "method",
        "description": "line",
        "备注": None,
        "note": None,
        "notes": None,
    },
    "opening": {
        "开票": "invoiced",
        "结款": "settled",
        "收款": "settled",
        "付款": "settled",
        "日期": "as_of",
        "date": "as_of",
        "invoices": "invoiced",
        "payments": "settled",
        "回款": "settled",
    },
}
GROUPS = {
    "contract": "contract|contracts|合同|合同信息|基本信息|合同基本信息|合同主表|合同台账",
    "goods": "goods|products|items|商品|合同商品|商品明细|标的|货物|物料明细",
    "plan": (
        "plan|settlement plan|payment plan|instalments|结算计划|结算|计划|收款计划"
        "|付款计划|收付款计划|付款条件|应收|应付|应结"
    ),
    "opening": "opening|before odoo|opening amounts|期初|期初数|期初余额|期初数据|已发生|截至期初|累计",
}
MONEY = {name for name, column in COLUMNS.items() if column.form == "money"}
# Filled down over merged cells, and said once for all rows of a contract.
CONTRACT = [name for name, column in COLUMNS.items() if column.part == "contract"]
GOODS = [name for name, column in COLUMNS.items() if column.part == "goods"]
PLAN = [name for name, column in COLUMNS.items() if column.part == "plan"]
OPENING = [name for name, column in COLUMNS.items() if column.part == "opening"]

DIRECTIONS = {
    "sale": "sale|sales|sales contract|in|income|receivable|customer|销售|销售合同|收款|收款合同|收入|收入合同|收|应收",
    "purchase": (
        "purchase|purchases|purchase contract|out|expense|payable|vendor|采购|采购合同"
        "|付款|付款合同|支出|支出合同|付|应付"
    ),
}
KINDS = {
    "advance": "advance|down payment|deposit|预付款|预付|首付款|首付|定金|订金|预收款",
    "progress": "progress payment|progress|进度款|进度|工程进度款",
    "delivery": "delivery|delivery payment|到货款|到货|发货款|发货前|提货款|验收款",
    "retention": "retention|warranty|质保金|质保|保证金|质量保证金|保修金",
    "final": "final|final payment|balance|结算款|尾款|余款|最终结算款",
    "regular": "regular|定期款|租金|月租|rent|instalment|分期款",
}


def _words(table, key=name_key):
    return {key(word): name for name, words in table.items() for word in words.split("|")}


HEADS = _words({name: column.names for name, column in COLUMNS.items()}, head_key)
GROUP_HEADS = _words(GROUPS, head_key)
DIRECTION_WORDS, KIND_WORDS = _words(DIRECTIONS), _words(KINDS)


def find_column(text, group="", kind="contract", names=None):
    """Return the name of the column that a head stands for, or None.

    :param group: what the head above it says, if any
    :param kind: what the rows of the sheet are: contract, goods or plan
    :param names: {key of a head: column}, further heads, such as those of the reader's language

    >>> find_column("合同金额（万元）"), find_column("金额", "结算计划"), find_column("Amount", kind="goods")
    ('amount', 'plan_amount', 'goods_gross')
    >>> find_column("Weather"), find_column("开票", "期初"), find_column("已收金额(元)")
    (None, 'invoiced', 'settled')
    """
    key, within = head_key(text), GROUP_HEADS.get(head_key(group))
    if not key:
        return None
    if within and key in GENERIC[within]:
        return GENERIC[within][key]
    if key in GENERIC[kind]:
        return GENERIC[kind][key]
    return (names or {}).get(key) or HEADS.get(key)


def sheet_kind(title):
    """Return what the rows of a sheet of that name are: contract, goods or plan.

    >>> sheet_kind("结算计划"), sheet_kind("Goods"), sheet_kind("Sheet1")
    ('plan', 'goods', 'contract')
    """
    found = GROUP_HEADS.get(head_key(title), "contract")
    return "contract" if found == "opening" else found
