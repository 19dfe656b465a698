from decimal import Decimal

from odoo.addons.commercial_contract.tools.words import amount_in_words_cny
from odoo.tests.common import BaseCase


class TestToolsWords(BaseCase):
    def test_yuan_jiao_and_fen(self):
        for amount, words in {
            "1130000.00": "壹佰壹拾叁万元整",
            "10203040.50": "壹仟零贰拾万叁仟零肆拾元伍角",
            "100010": "壹拾万零壹拾元整",
            "100000000.05": "壹亿元零伍分",
            "12.34": "壹拾贰元叁角肆分",
            "0.10": "壹角",
            "0.05": "伍分",
            "0": "零元整",
            "-0.00": "零元整",
            "-12.30": "负壹拾贰元叁角",
            "1.999": "贰元整",
        }.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words_cny(amount), words)

    def test_a_number_will_do(self):
        self.assertEqual(amount_in_words_cny(1200), "壹仟贰佰元整")
        self.assertEqual(amount_in_words_cny(Decimal("1e3")), "壹仟元整")

    def test_what_is_no_amount_is_refused(self):
        for amount in ("", "12,5", "nan", "inf", None, "1e16", "9999999999999999.995"):
            with self.subTest(amount=amount), self.assertRaises(ValueError):
                amount_in_words_cny(amount)
