from . import contract, plan, orders, billing, cash, change, reminder
