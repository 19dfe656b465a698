from . import contract, plan
