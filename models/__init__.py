from . import (
    contract,
    plan,
    orders,
    billing,
    cash,
    search,
    change,
    approval,
    fact,
    reminder,
    overview,
    board,
)
