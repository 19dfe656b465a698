"""The lines of the overview: of which records each is the count and the sum, and which list shows them.

The domain of a line and the filters with which its list opens say the same: a test holds them together.
"""

from typing import NamedTuple

from ..contract.commercial_contract_life import SIGNED

SALE, PURCHASE = "sale", "purchase"
MONTH, DAYS = "month", "days"  # what is due: in this month, or in the next 30 days
FACETS = {SALE: "money_in", PURCHASE: "money_out"}


class Line(NamedTuple):
    """One line of a box.

    ``actions``: window action by direction; ``facets``: filters that are on when it opens; ``sides``: the
    filter of each direction, where the action itself does not tell them apart; ``columns``: what is
    summed beside ``amount``; ``people``: the list is cut by responsible; ``whole``: the group-by that
    puts all into one group, for a list of Odoo's, whose foot adds up the page only.
    """

    model: str
    amount: str
    domain: list
    actions: dict
    facets: dict
    sides: dict = {}
    columns: tuple = ()
    people: bool = False
    whole: str = ""


def _both(action):
    return {SALE: action, PURCHASE: action}


CONTRACT = "commercial.contract"
PLAN = "commercial.contract.settlement"
CASH = "commercial.contract.allocation"
CONTRACTS = {
    SALE: "commercial_contract_action_sale",
    PURCHASE: "commercial_contract_action_purchase",
}
MONEY = [("is_framework", "=", False)]  # the money stands on the local contracts

LINES = {
    "in_force": Line(
        CONTRACT, "amount_total", [*MONEY, ("state", "=", "active")], CONTRACTS, {"in_force": 1}
    ),
    "draft": Line(
        CONTRACT, "amount_total", [*MONEY, ("state", "=", "draft")], CONTRACTS, {"draft": 1}
    ),
    "due": Line(
        PLAN,
        "amount_residual",
        [
            ("due_status", "in", ("overdue", "soon", "later")),
            ("date_due", "<", "today =1d +1m"),
        ],
        _both("commercial_contract_settlement_action_due"),
        {"due_this_month": 1},
        sides=FACETS,
        people=True,
    ),
    "overdue": Line(
        PLAN,
        "amount_residual",
        [("due_status", "=", "overdue")],
        _both("commercial_contract_settlement_action_overdue"),
        {"overdue": 1},
        sides=FACETS,
    ),
    "to_invoice": Line(
        PLAN,
        "amount_to_invoice",
        [],
        _both("commercial_contract_settlement_action_to_invoice"),
        {"to_invoice": 1},
        sides=FACETS,
    ),
    "draft_invoice": Line(
        "account.move",
        "amount_total_in_currency_signed",
        [("line_ids.commercial_contract_id", "!=", False), ("state", "=", "draft")],
        {SALE: "account_move_action_customer", PURCHASE: "account_move_action_vendor"},
        {"draft": 1},
        whole="status",
    ),
    "settled": Line(
        CASH,
        "amount",
        [("kind", "!=", "writeoff"), ("date", ">=", "today =1d"), ("date", "<", "today =1d +1m")],
        _both("commercial_contract_allocation_action_month"),
        {"date": 1, "settles": 1},
        sides=FACETS,
    ),
    "unallocated": Line(
        CONTRACT,
        "amount_unallocated",
        [*MONEY, ("amount_unallocated", "!=", 0)],
        _both("commercial_contract_action_unallocated"),
        {"unallocated": 1},
        sides={SALE: "sale", PURCHASE: "purchase"},
    ),
    "signed": Line(
        CONTRACT,
        "amount_total",
        [
            *MONEY,
            ("state", "in", SIGNED),
            ("date_signed", ">=", "today =1m =1d"),
            ("date_signed", "<", "today =1m =1d +1y"),
        ],
        {
            SALE: "commercial_contract_action_salespeople",
            PURCHASE: "commercial_contract_action_signed_purchase",
        },
        {"date_signed": 1},
        columns=("amount_settled",),
    ),
}


DUE_IN_DAYS = LINES["due"]._replace(
    domain=[
        ("due_status", "in", ("overdue", "soon", "later")),
        ("date_due", "<", "today +30d"),
    ],
    facets={"due_in_30_days": 1},
)


def get_line(name, period):
    """Return the line of that name for a period of the overview."""
    return DUE_IN_DAYS if (name, period) == ("due", DAYS) else LINES[name]
