from . import contract, plan, billing
