from . import commercial_contract, commercial_contract_filters
