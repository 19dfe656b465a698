"""The lines of the overview: of which records each is the count and the sum, and which list shows them.

The domain of a line and the filters with which its list opens say the same: a test holds them together.
"""

from typing import NamedTuple

from ..cash.commercial_contract_settlement import SIGNED

SALE, PURCHASE = "sale", "purchase"
FACETS = {SALE: "money_in", PURCHASE: "money_out"}


class Line(NamedTuple):
    """One line of a box.

    ``actions``: window action by direction; ``facets``: filters that are on when it opens; ``sides``: the
    filter of each direction, where the action itself does not tell them apart; ``columns``: what is
    summed beside ``amount``; ``people``: the list is cut by responsible; ``groups``: the list can be put
    into one group, whose sum the database makes.
    """

    model: str
    amount: str
    domain: list
    actions: dict
    facets: dict
    sides: dict = {}
    columns: tuple = ()
    people: bool = False
    groups: bool = True


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
        groups=False,  # what is left to invoice is in no column
    ),
    "draft_invoice": Line(
        "account.move",
        "amount_total_in_currency_signed",
        [("line_ids.commercial_contract_id", "!=", False), ("state", "=", "draft")],
        {SALE: "account_move_action_customer", PURCHASE: "account_move_action_vendor"},
        {"draft": 1},
        groups=False,  # Odoo's list knows no direction
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
        groups=False,  # a pivot has its own
    ),
}
