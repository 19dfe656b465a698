from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import LedgerCase

YEAR = [(f"M{month:02}", 100, f"2026-{month:02}-28") for month in range(1, 13)]


@tagged("post_install", "-at_install")
class TestPeersFaults(LedgerCase):
    """What users of other systems report, tried here. The numbers are those of the project's survey
    of peers, section 3; 2.1 is its list of weaknesses of OCA's ``contract``."""

    def bill(self, lines, day="2026-01-10", **options):
        moves = lines._bill(**options)
        moves.invoice_date = day
        return moves

    def left(self, contract):
        return [line.amount_to_invoice for line in self.lines(contract)]

    def test_peers_2_the_schedule_is_reconciled_with_the_ledger(self):
        """frappe/erpnext 57812: the payment schedule is never reconciled with the ledger."""
        k = self.contract()
        a, b, _c = self.lines(k)
        invoice = self.bill(a | b, consolidate=False)
        invoice.action_post()
        payment = self.pay(invoice, 4000)
        self.assertFigures(k, "A 3000/3000/0, B 5000/1000/0")
        self.assertEqual(k._check_ledger(), [])
        payment.action_cancel()
        self.assertFigures(k, "A 3000/0/0, B 5000/0/0")
        self.assertEqual(k._check_ledger(), [])

    def test_peers_3_an_invoice_plan_beside_what_recurs(self):
        """OCA/contract 817, 927: an invoice plan on contracts, not instead of what recurs."""
        k = self.contract(plan=[("Set-up", 500, "2026-01-15"), *YEAR[:3]])
        setup = k.settlement_ids.filtered(lambda line: line.name == "Set-up")
        regular = k.settlement_ids - setup
        self.assertEqual(self.bill(setup).amount_total, 500)
        self.assertEqual(self.bill(regular).mapped("amount_total"), [100, 100, 100])
        self.assertEqual(self.left(k), [0, 0, 0, 0])

    def test_peers_4_no_last_invoiced_date_that_only_holds_for_the_first_line(self):
        """OCA/contract 1448: ``last_date_invoiced`` is wrong except on the first line."""
        k = self.contract()
        a, b, c = self.lines(k)
        self.bill(c)
        self.assertEqual(self.left(k), [3000, 5000, 0])
        self.bill(a)
        self.assertEqual(self.left(k), [0, 5000, 0])
        c.invoice_ids.unlink()
        self.assertEqual(self.left(k), [0, 5000, 2000])
        self.assertEqual(self.bill(b | c).mapped("amount_total"), [5000, 2000])

    def test_peers_5_deleted_draft_frees_the_plan_line(self):
        """OCA/contract 381, 512: deleting a draft invoice leaves the schedule advanced."""
        k = self.contract()
        a, _b, _c = self.lines(k)
        draft = self.bill(a)
        self.assertEqual(self.left(k), [0, 5000, 2000])
        with self.assertRaisesRegex(UserError, "nothing left to invoice"):
            self.bill(a)
        draft.unlink()
        self.assertEqual(self.left(k), [3000, 5000, 2000])
        posted = self.bill(a)
        posted.action_post()
        posted.button_draft()
        posted.button_cancel()
        self.assertEqual(self.left(k), [3000, 5000, 2000])
        self.assertFigures(k)
        self.assertEqual(self.bill(a).amount_total, 3000)

    def run_job(self, day, **options):
        with freeze_time(day), patch.object(self.env.cr, "commit", self.analyze):
            self.env["commercial.contract"]._cron_bill_due(**options)

    def test_peers_6_all_missed_periods_are_invoiced_in_one_go(self):
        """OCA/contract 1512: one run invoices one period, however many are missed."""
        k = self.contract(plan=YEAR)
        k.settlement_ids.auto_bill = True
        self.run_job("2026-05-28")
        self.assertEqual(self.left(k), 5 * [0] + 7 * [100])
        self.assertEqual(sum(k.invoice_ids.mapped("amount_total")), 500)
        dues = k.invoice_ids.sorted("invoice_date_due").mapped("invoice_date_due")
        self.assertEqual(dues, [date(2026, month, 28) for month in range(1, 6)])
        self.run_job("2026-05-29")
        self.assertEqual(sum(k.invoice_ids.mapped("amount_total")), 500)

    def test_peers_8_hundreds_of_contracts_due_on_one_day(self):
        """OCA/contract 815: 236 contracts on one day, and none was invoiced."""
        contracts = self.env["commercial.contract"].union(
            *(self.contract(plan=YEAR[:1]) for _number in range(236))
        )
        contracts.settlement_ids.auto_bill = True
        self.analyze()
        self.run_job("2026-01-28", batch=100)
        self.assertEqual({len(k.invoice_ids) for k in contracts}, {1})
        self.assertEqual(contracts.invoice_ids.mapped("amount_total"), 236 * [100])

    def test_peers_7_invoices_are_made_in_a_batch(self):
        """OCA/contract 986: 30 s an invoice from the wizard."""

        def cost(count):
            contracts = [self.contract(plan=YEAR[:2]) for _number in range(count)]
            lines = self.env["commercial.contract.settlement"].union(
                *(k.settlement_ids for k in contracts)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves = lines._bill()
            self.env.flush_all()
            self.assertEqual(len(moves), 2 * count)
            return self.env.cr.sql_log_count - before

        cost(1)
        small, large = cost(2), cost(12)
        # 20 invoices more: Odoo's own create takes some of its queries per invoice
        self.assertLess((large - small) / 20, 6, f"2: {small}, 12: {large}")

    def test_peers_29_retention_is_held_and_released_later(self):
        """frappe/erpnext 47651, OCA/account-invoicing 762."""
        k = self.contract(
            0, (), goods=[(self.service, 1, 1000)], signed=False,
            retention_percent=10, retention_days=30,
        )  # fmt: skip
        k.plan_from_recurrence(months=1, start="2026-01-01", end="2026-02-28")
        with freeze_time("2026-03-01"):
            k.action_sign()
            kept = k.settlement_ids.filtered(lambda line: line.kind == "retention")
            self.assertEqual([line.amount for line in k.settlement_ids - kept], [450, 450])
            self.assertEqual((kept.amount, kept.date_due, kept.due_status), (100, False, "none"))
            self.bill(k.settlement_ids - kept).action_post()
            self.pay(k.invoice_ids, date="2026-03-01")
            self.assertEqual((k.settlement_state, k.amount_unsettled), ("partial", 100))
            k.action_complete("accepted")
            self.assertEqual(kept.date_due, date(2026, 3, 31))
        release = self.bill(kept, "2026-03-31")
        release.action_post()
        self.pay(release, date="2026-04-01")
        self.assertEqual((k.settlement_state, k.amount_settled), ("settled", 1000))

    def test_peers_31_instalments_of_certain_goods(self):
        """OCA/sale-workflow 4479: allocate instalments to specific lines."""
        k = self.contract(
            plan=[("Pumps", 1000, "2026-01-31"), ("Valves", 400, "2026-02-28")],
            goods=[(self.pump, 2, 500), (self.valve, 10, 40)],
            signed=False,
        )
        pumps, valves = self.lines(k)
        pumps.line_ids, valves.line_ids = k.line_ids[0], k.line_ids[1]
        k.action_sign()
        first, second = self.bill(pumps), self.bill(valves)
        self.assertEqual(first.invoice_line_ids.product_id, self.pump)
        self.assertEqual(second.invoice_line_ids.product_id, self.valve)
        self.assertEqual((first.amount_total, second.amount_total), (1000, 400))

    def test_peers_32_an_amount_changed_after_the_first_instalment(self):
        """OCA/purchase-workflow 1462: what is invoiced stays, the rest is spread anew, both are shown."""
        k = self.contract(direction="purchase")
        a, b, c = self.lines(k)
        self.bill(a).write({"ref": "S-1"})
        a.invoice_ids.action_post()
        with self.assertRaises(UserError):
            k._amend("less than invoiced", {a: 2000, b: 6000})
        amendment = k._amend("spread anew", {b: 4000, c: 3000})
        self.assertFigures(k, "A 3000/0/0")
        self.assertEqual(k.settlement_ids.sorted("name").mapped("amount"), [3000, 4000, 3000])
        self.assertEqual(
            {
                row.settlement_id.name: (row.amount_before, row.amount_after)
                for row in amendment.line_ids
            },
            {"B": (5000, 4000), "C": (2000, 3000)},
        )

    def test_peers_34_a_cancelled_credit_note_is_no_open_credit(self):
        """OCA/credit-control 562: cancelled credit notes are shown as open credits."""
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.pay(self.bill(a).filtered(lambda move: move.action_post() or True), 1000)
        credit = self.refund((a, 500))
        self.assertFigures(k, "A 2500/1000/0")
        self.assertEqual(self.left(k), [500, 5000, 2000])
        credit.button_draft()
        credit.button_cancel()
        self.assertFigures(k, "A 3000/1000/0")
        self.assertEqual(self.left(k), [0, 5000, 2000])
        draft = self.refund((a, 700), post=False)
        self.assertFigures(k, "A 3000/1000/0")
        draft.unlink()

    def test_peers_36_each_line_is_reminded_for_itself(self):
        """OCA/credit-control 330, 460: what is paid in part is not reminded; reminding one hides others."""
        k = self.contract(plan=[("A", 3000, "2026-01-31"), ("B", 5000, "2026-01-31")])
        other = self.contract(plan=[("A", 100, "2026-01-31")])  # of the same customer
        self.pay(self.invoice(self.lines(k)[0]), 1000)
        rule = self.env.ref("commercial_contract.reminder_rule_settlement")
        with freeze_time("2026-01-24"), patch.object(self.env.cr, "commit", self.analyze):
            rule._cron_remind()
        lines = [*self.lines(k), *self.lines(other)]
        self.assertEqual([len(line.activity_ids) for line in lines], [1, 1, 1])
        self.assertIn("2,000.00", lines[0].activity_ids.summary)
        self.advance(k, 5000, named=lines[1])
        self.env.flush_all()
        self.assertEqual([len(line.activity_ids) for line in lines], [1, 0, 1])

    def test_peers_2_1_the_date_in_the_form_is_the_date_that_counts(self):
        """2.1: the header's next invoice date does nothing, and is reset in silence."""
        k = self.contract(signed=False)
        with Form(k.with_user(self.seller)) as form:
            with form.settlement_ids.edit(0) as line:
                line.date_due = "2026-06-30"
        self.assertEqual(
            k.settlement_ids.filtered(lambda x: x.amount == 3000).date_due, date(2026, 6, 30)
        )
        k.action_sign()
        line = k.settlement_ids.filtered(lambda x: x.amount == 3000)
        self.assertEqual(self.bill(line).invoice_date_due, date(2026, 6, 30))

    def test_peers_2_1_made_by_code_or_by_hand_it_is_the_same_plan(self):
        """2.1: records made through the API ignore the recurrence of the header."""
        with Form(self.env["commercial.contract"].with_user(self.seller)) as form:
            form.partner_id = self.customer
            with form.line_ids.new() as goods:
                goods.product_id = self.service
                goods.price_unit = 1000
                goods.tax_ids.clear()
            form.quick_plan = "30/60/10"
        by_code = self.contract(0, (), goods=[(self.service, 1, 1000)], signed=False)
        by_code.plan_from_text("30/60/10")
        for k in (form.record, by_code):
            rows = [
                (line.kind, line.percent, line.amount)
                for line in k.settlement_ids.sorted("sequence")
            ]
            self.assertEqual([row[1:] for row in rows], [(30, 300), (60, 600), (10, 100)])
        kinds = [k.settlement_ids.sorted("sequence").mapped("kind") for k in (form.record, by_code)]
        self.assertEqual(kinds[0], kinds[1])

    def test_peers_2_1_counting_invoices_does_not_grow_with_the_contracts(self):
        """2.1: ``invoice_count`` costs two queries a contract."""
        contracts = self.env["commercial.contract"].union(
            *(self.contract(plan=YEAR[:1]) for _number in range(20))
        )
        contracts.settlement_ids._bill()

        def cost(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(some.with_user(self.accountant).mapped("invoice_count")), {1})
            return self.env.cr.sql_log_count - before

        cost(contracts[:1])
        self.assertLessEqual(cost(contracts) - cost(contracts[:2]), 1)

    def test_peers_2_1_one_bad_line_writes_nothing_and_all_faults_are_told(self):
        """2.1: the manual wizard goes contract by contract and stops at the first error."""
        good, bad, worse = self.contract(), self.contract(signed=False), self.contract()
        worse.action_terminate("given up")
        lines = (good | bad | worse).settlement_ids
        with self.assertRaises(UserError) as caught:
            lines._bill()
        for k in (bad, worse):
            self.assertIn(k.name, str(caught.exception))
        self.assertFalse((good | bad | worse).invoice_ids)

    def test_peers_2_1_preparing_changes_nothing(self):
        """2.1: state is changed while the values are prepared."""
        k = self.contract()
        self.env.cr.flush()  # else reading what it earns books what signing it was
        before = [k.settlement_ids.read(), k.read()]
        for _time in range(2):
            self.assertEqual(len(k.settlement_ids._prepare_invoices()), 3)
        self.assertEqual([k.settlement_ids.read(), k.read()], before)

    def test_peers_2_1_another_salesperson_neither_reads_nor_rewrites_a_price(self):
        """2.1: the lines of contracts of others could be read and rewritten."""
        k = self.contract(goods=[(self.pump, 2, 5000)], signed=False)
        for records in (k, k.line_ids, k.settlement_ids):
            mine = records.with_user(self.seller2)
            self.assertFalse(mine.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                mine.read(["display_name"])
        with self.assertRaises(AccessError):
            k.line_ids.with_user(self.seller2).write({"price_unit": 1})
        with self.assertRaises(AccessError):
            self.env["commercial.contract.line"].with_user(self.seller2).create(
                {"contract_id": k.id, "name": "x", "price_unit": 1}
            )

    def test_peers_2_1_salespeople_make_contracts(self):
        """2.1: only accountants may create contracts."""
        k = self.env["commercial.contract"].with_user(self.seller).create(
            {
                "title": "Own",
                "partner_id": self.customer.id,
                "line_ids": [Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})],
                "settlement_ids": [Command.create({"name": "A", "amount": 100})],
            }
        )  # fmt: skip
        k.action_sign()
        self.assertEqual((k.state, k.user_id), ("active", self.seller))
