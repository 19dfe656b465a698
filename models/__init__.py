from . import contract, plan, orders, billing, cash, search, change, reminder, overview
