from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .common import ContractCase, LedgerCase

BATCH = "odoo.addons.commercial_contract.wizards.contract_payment_payers.BATCH"
PLAN = [("A", 100, "2026-01-31"), ("B", 50, "2026-02-28")]


class PayersCase:
    def make_contracts(self, count=3):
        """Contracts of 150 each, every one of a customer of its own."""
        payers = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(1, count + 1)])
        return self.env["commercial.contract"].union(
            *(self.contract(plan=PLAN, partner_id=payer.id) for payer in payers)
        )


@tagged("post_install", "-at_install")
class TestPaymentBatches(PayersCase, LedgerCase):
    """The money of many payers at once: that of each is booked as a whole, or not at all."""

    def setUp(self):
        super().setUp()
        self.contracts = self.make_contracts()
        self.plan_lines = self.contracts.settlement_ids

    def form(self, lines, **values):
        action = lines.with_user(self.accountant).action_register_payment()
        model = self.env["commercial.contract.payment"].with_user(self.accountant)
        form = Form(model.with_context(**action["context"]))
        form.journal_id, form.date = self.bank, "2026-01-20"
        for name, value in values.items():
            form[name] = value
        return form

    def batches(self, lines):
        with patch(BATCH, 1):
            action = self.form(lines).save().action_register()
        self.assertEqual(action["tag"], "commercial_contract.batches")
        rows = self.env[action["params"]["model"]].with_user(self.accountant)
        return rows, action["params"]["batches"]

    def payments(self):
        return self.contracts.sudo().payment_ids

    def test_few_payers_are_booked_at_once(self):
        form = self.form(self.plan_lines)
        self.assertTrue(form.has_payers)
        self.assertEqual(form.amount, 450)
        action = form.save().action_register()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.payments().mapped("amount"), [150, 150, 150])
        self.assertEqual(self.payments().partner_id, self.contracts.partner_id)
        self.assertEqual(self.contracts.mapped("amount_settled"), [150, 150, 150])

    def test_one_who_pays_for_all_pays_in_one_go(self):
        self.form(self.plan_lines, payer_id=self.payer).save().action_register()
        self.assertEqual(self.payments().partner_id, self.payer)
        self.assertEqual(self.contracts.mapped("amount_settled"), [150, 150, 150])

    def test_a_batch_holds_all_of_a_payer(self):
        rows, batches = self.batches(self.plan_lines)
        self.assertEqual([len(ids) for ids in batches], [2, 2, 2])
        self.assertEqual([len(rows.browse(ids).payer_id) for ids in batches], [1, 1, 1])
        self.assertFalse(self.payments())  # the client runs them

    def test_a_stopped_run_goes_on_and_doubles_nothing(self):
        """A batch that comes twice books once; the next dialog asks for what is left."""
        form = self.form(self.plan_lines)
        with form.line_ids.edit(0) as row:
            row.amount = 30  # a part of it: what is open would still take it twice
        form.amount = 380
        rows = form.save().line_ids
        part = rows.filtered("amount").grouped("payer_id")
        first = next(iter(part.values()))
        made = first.register_batch()
        self.assertEqual(made["aside"], [])
        self.assertEqual(first.register_batch(), {"made": [], "aside": []})
        settled = sum(first.settlement_id.mapped("amount_settled"))
        self.assertEqual(settled, sum(first.mapped("amount")))
        self.assertEqual(sum(self.contracts.mapped("amount_settled")), settled)
        self.assertEqual(self.form(self.plan_lines).amount, 450 - settled)

    def test_who_cannot_be_booked_is_set_aside_with_the_reason(self):
        rows, batches = self.batches(self.plan_lines)
        last = rows.browse(batches[2])
        self.advance(
            last.settlement_id.contract_id, 120
        )  # the money came while the dialog was open
        found = rows.browse(batches[1] + batches[2]).register_batch()
        self.assertEqual((len(found["made"]), found["aside"]), (1, last.ids))
        self.assertEqual(self.contracts.mapped("amount_settled"), [0, 150, 120])
        result = {"made": found["made"], "done": batches[1], "aside": last.ids, "left": batches[0]}
        told = rows.finish_register_batches(result)["params"]
        self.assertIn("Stopped: 2 settlement lines paid, 2 set aside, 2 left.", told["message"])
        self.assertIn("has open", told["message"])
        self.assertEqual(told["next"]["res_model"], "account.payment")
        aside = self.env["commercial.contract.settlement"].search(told["aside"]["domain"])
        self.assertEqual(aside, (last | rows.browse(batches[0])).settlement_id)

    def test_an_answer_that_was_lost_counts_as_booked(self):
        rows, batches = self.batches(self.plan_lines)
        rows.browse(batches[0]).register_batch()
        result = {"made": [], "done": [], "aside": batches[0], "left": []}
        told = rows.finish_register_batches(result)["params"]
        self.assertEqual(told["message"], "2 settlement lines paid.")
        self.assertFalse(told["aside"])

    def test_what_is_on_no_line_has_no_payer(self):
        with self.assertRaisesRegex(UserError, "several payers"):
            self.form(self.plan_lines, amount=500.0).save().action_register()
        self.assertFalse(self.payments())

    def test_others_book_nothing(self):
        rows, batches = self.batches(self.plan_lines)
        with self.assertRaises(AccessError):
            rows.browse(batches[0]).with_user(self.seller).register_batch()

    def test_queries_of_a_payer_do_not_grow_with_the_payers(self):
        def cost(count):
            lines = self.make_contracts(count).settlement_ids
            rows = self.form(lines).save().line_ids
            return self.queries(rows.register_batch) / count

        cost(2)  # caches are warm now
        few, many = cost(3), cost(12)
        self.assertLessEqual(many, few, (few, many))


@tagged("post_install", "-at_install", "tour")
class TestTourPaymentBatches(PayersCase, ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_progress(self):
        contracts = self.make_contracts()
        with patch(BATCH, 1):
            self.start_tour("/odoo/settlement", "contract_payment_batches", login="accountant")
        self.assertEqual(contracts.mapped("amount_settled"), [150, 150, 150])
        self.assertEqual(contracts.payment_ids.partner_id, contracts.partner_id)
