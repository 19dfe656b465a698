from . import (
    commercial_customer_value,
    commercial_customer_value_rating,
    res_company,
    res_config_settings,
    res_partner,
    commercial_contract,
)
