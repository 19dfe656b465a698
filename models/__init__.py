from . import contract, plan, billing, cash
