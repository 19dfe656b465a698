from . import commercial_contract, commercial_contract_first_steps
