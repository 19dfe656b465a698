from odoo.tests import tagged

from . import (
    test_rules_currency,
    test_rules_discount,
    test_rules_l,
    test_rules_more,
    test_rules_r,
    test_rules_transfers,
)

# The same rules, examples and traps for purchase contracts: bills, money that goes out (B8).


@tagged("post_install", "-at_install")
class TestRulesPurchase(test_rules_r.TestRules):
    allow_inherited_tests_method = True
    direction = "purchase"


@tagged("post_install", "-at_install")
class TestLinksPurchase(test_rules_l.TestLinks):
    allow_inherited_tests_method = True
    direction = "purchase"


@tagged("post_install", "-at_install")
class TestRulesMorePurchase(test_rules_more.TestRulesMore):
    allow_inherited_tests_method = True
    direction = "purchase"


@tagged("post_install", "-at_install")
class TestRulesDiscountPurchase(test_rules_discount.TestRulesDiscount):
    allow_inherited_tests_method = True
    direction = "purchase"


@tagged("post_install", "-at_install")
class TestRulesCurrencyPurchase(test_rules_currency.TestRulesCurrency):
    allow_inherited_tests_method = True
    direction = "purchase"


@tagged("post_install", "-at_install")
class TestRulesTransfersPurchase(test_rules_transfers.TestRulesTransfers):
    allow_inherited_tests_method = True
    direction = "purchase"
