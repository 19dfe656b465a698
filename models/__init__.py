from . import contract, plan, orders, billing, cash, search, change, approval, reminder, overview
