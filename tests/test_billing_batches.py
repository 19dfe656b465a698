from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from .common import ContractCase, LedgerCase

BATCH = "odoo.addons.commercial_contract.models.billing.commercial_contract_settlement_batch.BATCH"
PLAN = [(f"L{number}", number, "2026-01-31") for number in (1, 2, 3, 4, 5)]


@tagged("post_install", "-at_install")
class TestBillingBatches(LedgerCase):
    """Many invoices at once come in batches, each saved as a whole."""

    def plan_lines(self):
        return self.lines(self.contract(plan=PLAN))

    def run_wizard(self, lines, **values):
        action = lines.with_user(self.accountant).action_bill()
        wizard = self.env["commercial.contract.billing"].with_user(self.accountant)
        form = Form(wizard.with_context(**action["context"]))
        for name, value in values.items():
            setattr(form, name, value)
        return form.save().action_create()

    def test_five_lines_in_batches_of_two(self):
        lines = self.plan_lines()
        with patch(BATCH, 2):
            action = self.run_wizard(lines, invoice_date="2026-02-03")
        self.assertEqual(action["tag"], "commercial_contract.batches")
        params = action["params"]
        self.assertEqual([len(ids) for ids in params["batches"]], [2, 2, 1])
        self.assertEqual([id_ for ids in params["batches"] for id_ in ids], lines.ids)
        self.assertEqual(params["args"], ["2026-02-03", "line"])
        self.assertFalse(lines.invoice_ids)  # the client runs them

    def test_a_batch_holds_whole_invoices(self):
        """Three contracts, an invoice each, two invoices a batch: four lines, then two."""
        plan = [("A", 10, "2026-01-31"), ("B", 20, "2026-02-28")]
        lines = self.env["commercial.contract.settlement"].union(
            *(self.contract(plan=plan).settlement_ids for _number in range(3))
        )
        with patch(BATCH, 2):
            action = self.run_wizard(lines, consolidate="contract")
        self.assertEqual([len(ids) for ids in action["params"]["batches"]], [4, 2])

    def test_few_lines_are_invoiced_at_once(self):
        lines = self.plan_lines()
        action = self.run_wizard(lines)
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(lines.invoice_ids.mapped("amount_total"), [1, 2, 3, 4, 5])

    def test_what_was_invoiced_meanwhile_is_set_aside(self):
        lines = self.plan_lines()
        lines[1].action_create_invoice()
        found = lines[:3].with_user(self.accountant).bill_batch("2026-02-03", "line")
        self.assertEqual(found["aside"], lines[1].ids)
        made = self.env["account.move"].browse(found["made"])
        self.assertEqual(sorted(made.mapped("amount_total")), [1, 3])
        again = lines[:3].with_user(self.accountant).bill_batch()
        self.assertEqual(again, {"made": [], "aside": lines[:3].ids})

    def finish(self, lines, done, aside=(), left=(), made=None, user=None):
        moves = lines.browse(done).invoice_ids.ids if made is None else made
        result = {"made": moves, "done": done, "aside": list(aside), "left": list(left)}
        return lines.browse().with_user(user or self.accountant).finish_bill_batches(result)

    def test_the_end_tells_and_opens(self):
        lines = self.plan_lines()
        lines[:2]._bill()
        params = self.finish(lines, lines[:2].ids, lines[2:3].ids, lines[3:].ids)["params"]
        self.assertEqual(
            params["message"], "Stopped: 2 settlement lines invoiced, 1 set aside, 2 left."
        )
        self.assertEqual(params["aside"]["res_model"], "commercial.contract.settlement")
        self.assertEqual(params["next"]["res_model"], "account.move")
        params = self.finish(lines, lines[:2].ids)["params"]
        self.assertEqual(params["message"], "2 settlement lines invoiced.")
        self.assertFalse(params["aside"])

    def test_nobody_learns_of_other_invoices(self):
        lines, other = self.plan_lines(), self.invoice(self.lines(self.contract())[0])
        params = self.finish(lines, lines[:1].ids, made=other.ids)["params"]
        self.assertEqual(params["next"]["type"], "ir.actions.act_window_close")
        with self.assertRaises(AccessError):
            self.finish(lines, lines[:1].ids, user=self.seller)
        with self.assertRaises(AccessError):
            lines.with_user(self.seller).bill_batch()


@tagged("post_install", "-at_install", "tour")
class TestTourBillingBatches(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_progress(self):
        contract = self.contract(plan=PLAN)
        with patch(BATCH, 2):
            self.start_tour("/odoo/settlement-to-invoice", "contract_batches", login="accountant")
        moves = contract.invoice_ids
        self.assertEqual(sorted(moves.mapped("amount_total")), [1, 2, 3, 4, 5])
