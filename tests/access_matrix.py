"""Who may do what with which records of this addon: the one table that test_access_matrix plays through.

C create, R read, W write, D delete; ``-``: the model is closed. On a contract and all that stands below
one the letters hold for the contracts that the user sees: with ``own`` those where he is responsible or
deputy, with ``review`` (the same group) one that he is only asked to approve, with ``department`` those
of his departments and projects as well, with ``all`` and ``manager`` all of his companies; with
``portal`` what is shared with the customer. Side groups alone (finance, legal, Odoo's own) see no
contract, and no group opens another company. A model that is missing here fails the test.
"""

ROLES = {
    "plain": (),
    "portal": ("base.group_portal",),
    "finance": ("commercial_contract.group_contract_finance",),
    "legal": ("commercial_contract.group_contract_legal",),
    "sales": ("sales_team.group_sale_manager", "purchase.group_purchase_manager"),
    "invoicing": ("account.group_account_manager",),
    "own": ("commercial_contract.group_contract_own",),
    "review": ("commercial_contract.group_contract_own",),
    "department": ("commercial_contract.group_contract_department",),
    "all": ("commercial_contract.group_contract_all",),
    "manager": ("commercial_contract.group_contract_manager",),
}

TABLE = """
model                               plain portal finance legal sales invoicing own  review department all  manager
commercial.contract                 -     R      -       -     -     -         CRWD R      CRWD       CRWD CRWD
commercial.contract.line            -     R      -       -     -     -         CRWD R      CRWD       CRWD CRWD
commercial.contract.settlement      -     R      -       -     -     -         CRWD R      CRWD       CRWD CRWD
commercial.contract.progress        -     -      -       -     -     -         CRWD R      CRWD       CRWD CRWD
commercial.contract.allocation      -     -      -       -     -     -         R    R      R          R    R
commercial.contract.amendment       -     -      -       -     -     -         R    R      R          R    R
commercial.contract.amendment.line  -     -      -       -     -     -         R    R      R          R    R
commercial.contract.amendment.goods -     -      -       -     -     -         R    R      R          R    R
commercial.contract.amendment.term  -     -      -       -     -     -         R    R      R          R    R
commercial.contract.amendment.request -   -      -       -     -     -         R    R      R          R    R
commercial.contract.promise         -     -      -       -     -     -         R    R      R          R    R
commercial.contract.fact            -     -      -       -     -     -         R    R      R          R    R
commercial.contract.report          -     -      -       -     -     -         R    R      R          R    R
commercial.customer.value           -     -      -       -     -     -         -    -      -          R    R
commercial.reminder.log             -     -      -       -     -     -         R    R      R          R    R
commercial.reminder.digest          -     -      -       -     -     -         -    -      -          -    -
commercial.contract.todo            -     -      -       -     -     -         R    R      R          R    R
commercial.contract.date            -     -      -       -     -     -         R    R      R          R    R
commercial.contract.sight           -     -      -       -     -     -         -    -      -          -    R
commercial.contract.category        -     -      -       -     -     -         R    R      R          R    CRWD
commercial.settlement.method        -     -      -       -     -     -         R    R      R          R    CRWD
commercial.reminder.rule            -     -      CRWD    -     -     -         R    R      R          R    CRWD
commercial.summary.schedule         -     -      -       -     -     -         -    -      -          -    CRWD
commercial.summary.mail             -     -      -       -     -     -         -    -      -          -    R
commercial.reminder.step            -     -      CRWD    -     -     -         R    R      R          R    CRWD
"""

# Parts that the administrator closes to a user (rows), and the models that close with them; everything
# else stays as in the table. What else vanishes with a part stands in test_access_parts.
PARTS = """
part      closes
goods     commercial.contract.line commercial.contract.amendment.goods
invoices  -
payments  commercial.contract.allocation
expenses  -
figures   commercial.contract.fact commercial.contract.report commercial.customer.value
texts     -
"""


def read_table():
    """Return {model: {role: letters}}, no letters where the model is closed."""
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return {
        model: dict(zip(head[1:], ("" if cell == "-" else cell for cell in cells), strict=True))
        for model, *cells in rows
    }


def read_parts():
    """Return {part: models that close with it}."""
    _head, *rows = (line.split() for line in PARTS.strip().splitlines())
    return {part: set(models) - {"-"} for part, *models in rows}
