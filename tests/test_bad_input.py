from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestBadInput(ContractCase):
    """Bad input gets one clear error that names the record and the mend; nothing is half written."""

    def test_end_before_start(self):
        k = self.contract(signed=False)
        text = self.assertRefused(
            lambda: k.write({"date_start": "2026-11-03", "date_end": "2026-10-01"}),
            k.name,
            "before it starts",
            "Correct one of the two dates",
            error=ValidationError,
        )
        self.assertRegex(text, r"10/01/2026.*11/03/2026")
        self.assertFalse(k.date_start or k.date_end)
        k.write({"date_start": "2026-10-01", "date_end": "2026-10-01"})

    def test_negative_amount_in_the_plan(self):
        k = self.contract(signed=False)
        line = self.lines(k)[0]
        self.assertRefused(lambda: line.write({"amount": -1}), k.name, "'A'", error=ValidationError)
        self.assertEqual(line.amount, 3000)

    def test_a_plan_line_of_zero_cannot_be_signed(self):
        k = self.contract(100, [("A", 0, "2026-01-31"), ("B", 100, "2026-02-28")], signed=False)
        self.assertRefused(k.action_sign, k.name, "'A'", "no amount")
        self.assertEqual(k.state, "draft")

    def test_negative_total(self):
        k = self.contract(100, [], signed=False)
        k.line_ids.price_unit = -100
        self.assertRefused(k.action_sign, k.name, "not above zero")

    def test_zero_total(self):
        k = self.contract(0, [("A", 0, "2026-01-31")], signed=False)
        self.assertRefused(k.action_sign, k.name, "not above zero")

    def test_negative_goods_and_impossible_discount(self):
        k = self.contract(signed=False)
        goods = k.line_ids
        for values, word in (
            ({"quantity": -1}, "quantity"),
            ({"quantity": 0}, "quantity"),
            ({"discount": 101}, "discount"),
            ({"discount": -1}, "discount"),
        ):
            with self.subTest(values):
                self.assertRefused(
                    lambda values=values: goods.write(values), k.name, word, error=ValidationError
                )

    def test_a_unit_that_cannot_be_converted(self):
        k = self.contract(plan=[("A", 500, None)], goods=[(self.pump, 1, 500)], signed=False)
        hours = self.env.ref("uom.product_uom_hour")
        self.assertRefused(
            lambda: k.line_ids.write({"uom_id": hours.id}),
            k.name,
            hours.name,
            error=ValidationError,
        )

    def test_signing_without_partner_and_without_plan(self):
        k = self.contract(100, [], signed=False)
        k.partner_id = False
        self.assertRefused(k.action_sign, k.name, "no customer or vendor", "no settlement plan")

    def test_partner_and_currency_of_a_running_contract(self):
        k = self.contract()
        for values, label in (
            ({"partner_id": self.payer.id}, "Customer or Vendor"),
            ({"currency_id": self.eur.id}, "Currency"),
        ):
            self.assertRefused(lambda values=values: k.write(values), k.name, label, "amendment")
        self.assertEqual((k.partner_id, k.currency_id), (self.customer, self.usd))

    def test_currency_and_company_of_a_draft_that_holds_money(self):
        k = self.contract(signed=False)
        self.advance(k, 100)
        other = self.make_company("Other Books")
        for values in ({"currency_id": self.eur.id}, {"company_id": other.id}):
            with self.subTest(values):
                self.assertRefused(
                    lambda values=values: k.write(values),
                    k.name,
                    error=UserError,
                )
        self.assertFigures(k, "A 0/100/0")

    def test_deleting_a_plan_line_of_a_signed_contract(self):
        k = self.contract()
        self.assertRefused(self.lines(k)[0].unlink, k.name, "'A'", "amendment")
        self.assertEqual(len(k.settlement_ids), 3)

    def test_deleting_a_plan_line_that_is_billed_or_settled(self):
        k = self.contract(signed=False)
        a, b, _c = self.lines(k)
        invoice = self.invoice(a, post=False)
        self.assertRefused(a.unlink, k.name, "'A'")
        self.advance(k, 3100)
        self.assertRefused(b.unlink, k.name, "'B'")
        invoice.unlink()
        self.assertEqual(len(k.settlement_ids), 3)

    def test_history_keeps_a_contract_from_draft_cancel_and_deletion(self):
        paid, billed = self.contract(), self.contract()
        self.advance(paid, 100)
        self.invoice(self.lines(billed)[0])
        for k in paid, billed:
            with self.subTest(k.name):
                self.assertRefused(k.action_draft, k.name)
                self.assertRefused(k.unlink, k.name)
                self.assertEqual(k.state, "active")
        draft = self.contract(signed=False)
        self.advance(draft, 100)
        self.assertRefused(draft.action_cancel, draft.name)
        self.assertRefused(draft.unlink, draft.name)

    def test_the_currency_of_a_company_with_signed_contracts(self):
        """Signed at a rate of 1 in USD, 1,000 USD would be 1,000 CNY."""
        other = self.make_company("Other Books")
        k = self.contract(company_id=other.id)
        other.write({"currency_id": self.usd.id})  # as saving the settings does
        self.assertRefused(lambda: other.write({"currency_id": self.cny.id}), other.name, k.name)
        self.assertEqual(other.currency_id, self.usd)
        k.action_draft()
        other.currency_id = self.cny
        self.assertEqual(other.currency_id, self.cny)

    def test_what_was_cancelled_keeps_a_contract_from_deletion(self):
        """It may be cancelled, and is deleted once the invoice is gone; an entry in draft says the same."""
        k, tagged = self.contract(signed=False), self.contract(signed=False)
        invoice = self.invoice(self.lines(k)[0], post=False)
        invoice.button_cancel()
        k.action_cancel()
        self.assertRefused(k.unlink, k.name, invoice.display_name, "off its lines")
        invoice.unlink()
        k.unlink()
        entry = self.entry(
            (self.expense, 100, None), (self.receivable, -100, self.customer), post=False
        )
        item = self._partner_items(entry)
        item.commercial_contract_id = tagged
        self.assertRefused(tagged.unlink, tagged.name, entry.display_name)
        item.commercial_contract_id = False
        tagged.unlink()
        self.assertFalse((k | tagged).exists())

    def test_tags_of_another_company_of_another_contract_and_of_frameworks(self):
        other = self.make_company("Other Books")
        foreign = self.contract(company_id=other.id)
        one, two = self.contract(), self.contract()
        framework = self.env["commercial.contract"].create({"title": "F", "is_framework": True})
        payment = self.payment(100)
        for values, words in (
            ({"commercial_contract_id": foreign.id}, (foreign.name, other.name)),
            ({"commercial_contract_id": framework.id}, (framework.name,)),
            (
                {
                    "commercial_contract_id": one.id,
                    "commercial_settlement_id": self.lines(two)[0].id,
                },
                (two.name,),
            ),
        ):
            with self.subTest(words=words):
                self.assertRefused(
                    lambda values=values: payment.write(values), *words, error=ValidationError
                )
        self.assertFalse(payment.commercial_contract_id)

    def test_local_contracts_stand_one_level_deep(self):
        framework = self.env["commercial.contract"].create({"title": "F", "is_framework": True})
        local = self.contract(parent_id=framework.id, signed=False)
        self.assertRefused(
            lambda: self.contract(parent_id=local.id, signed=False),
            local.name,
            error=ValidationError,
        )
        self.assertRefused(
            lambda: self.contract(parent_id=framework.id, direction="purchase", signed=False),
            framework.name,
            error=ValidationError,
        )

    def test_opening_amounts_above_the_line_or_without_a_date(self):
        k = self.contract(signed=False)
        line = self.lines(k)[0]
        for values in (
            {"opening_settled": 3001, "opening_date": "2025-12-31"},
            {"opening_invoiced": 3001, "opening_date": "2025-12-31"},
            {"opening_settled": 100},
        ):
            with self.subTest(values):
                self.assertRefused(
                    lambda values=values: line.write(values), k.name, "'A'", error=ValidationError
                )

    def test_progress_beyond_its_bounds(self):
        k = self.contract()
        for percent in (-1, 101):
            row = {"contract_id": k.id, "name": "typed wrong", "percent": percent}
            self.assertRefused(
                lambda row=row: self.env["commercial.contract.progress"].create(row),
                k.name,
                "0 to 100",
                error=ValidationError,
            )

    def test_goods_of_another_contract_in_a_plan_line(self):
        one, two = self.contract(signed=False), self.contract(signed=False)
        self.assertRefused(
            lambda: self.lines(one)[0].write({"line_ids": [Command.set(two.line_ids.ids)]}),
            one.name,
            error=ValidationError,
        )
