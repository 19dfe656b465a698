from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ALL
from .test_facts import FEB, JAN, FactsCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestFactsExpense(FactsCase):
    """What is posted on the analytic account of a contract is its expense, its own invoices left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.env["account.analytic.plan"].create({"name": "Jobs"})
        cls.job, cls.other_job = cls.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("Crane", "Other")]
        )
        cls.column = plan._column_name()

    def bill(self, amount, share=100, date="2026-02-10", **values):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": date,
                "date": date,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {str(self.job.id): share},
                        }
                    )
                ],
                **values,
            }
        )
        bill.action_post()
        return bill

    def item(self, amount, date="2026-02-20", **values):
        return self.env["account.analytic.line"].create(
            {"name": "Hours", "amount": amount, "date": date, self.column: self.job.id, **values}
        )

    def test_a_bill_and_its_undo(self):
        k = self.contract(analytic_account_id=self.job.id)
        # its own invoice is on the account, and is no expense
        self.lines(k)[0]._bill("2026-01-10").action_post()
        self.assertTrue(self.env["account.analytic.line"].search([(self.column, "=", self.job.id)]))
        self.assertEqual(self.booked(k, "expense"), [])
        bill = self.bill(500, share=60)
        self.assertEqual(self.booked(k, "expense"), [("2026-02-10", "seller", 300)])
        [row] = self.facts(k, "expense")
        self.assertEqual((row.product_id, row.move_line_id.move_id), (self.pump, bill))
        self.commit()
        k.user_id = self.seller2
        self.commit()
        bill.button_draft()
        self.assertEqual(self.net(k, "expense"), {})
        self.assertEqual(self.booked(k, "expense")[-1], ("2026-02-10", "seller", -300))
        bill.action_post()
        self.assertEqual(self.net(k, "expense"), {("2026-02-10", "seller2"): 300})
        k.invalidate_recordset(["amount_expense"])
        self.assertEqual(k.amount_expense, 300)

    def test_hours_and_entries_by_hand(self):
        k = self.contract(analytic_account_id=self.job.id)
        hours = self.item(-80)
        self.item(-20)
        self.assertEqual(self.net(k, "expense"), {("2026-02-20", "seller"): 100})
        hours.amount = -100
        self.assertEqual(self.net(k, "expense"), {("2026-02-20", "seller"): 120})
        hours.date = "2026-03-01"
        self.assertEqual(
            self.net(k, "expense"), {("2026-02-20", "seller"): 20, ("2026-03-01", "seller"): 100}
        )
        hours[self.column] = self.other_job
        self.assertEqual(self.net(k, "expense"), {("2026-02-20", "seller"): 20})
        k.analytic_account_id = self.other_job
        self.assertEqual(self.net(k, "expense"), {("2026-03-01", "seller"): 100})
        hours.unlink()
        self.assertEqual(self.net(k, "expense"), {})

    def test_in_the_currency_of_the_contract(self):
        """125 USD are 100 EUR at 0.80."""
        k = self.contract(
            plan=[("A", 1000, FEB)], currency_id=self.eur.id, analytic_account_id=self.job.id
        )
        self.bill(125)
        self.assertEqual(self.net(k, "expense"), {("2026-02-10", "seller"): 125})
        self.assertEqual(self.net(k, "expense", "amount"), {("2026-02-10", "seller"): 100})

    def test_it_opens_what_it_tells_of(self):
        k = self.contract(analytic_account_id=self.job.id)
        bill, hours = self.bill(500), self.item(-80)
        of_bill, of_hours = self.facts(k, "expense").sorted("date")
        action = of_bill.with_user(self.accountant).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", bill.id))
        action = of_hours.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), (hours._name, hours.id))

    def test_where_the_part_is_closed(self):
        k = self.contract(analytic_account_id=self.job.id)
        self.bill(500)
        user = self.make_user("no_expenses", ALL)
        group = self.env.ref("commercial_contract.group_contract_expenses")
        for name in ("fact", "report"):
            rows = self.env[f"commercial.contract.{name}"].with_user(user)
            domain = [("contract_id", "=", k.id), ("kind", "=", "expense")]
            self.assertEqual(rows.figures(domain, [], ["expense"]), [{"expense": 500}])
        self.env.ref("base.group_user").implied_ids -= group
        user.group_ids -= group
        for name in ("fact", "report"):
            rows = self.env[f"commercial.contract.{name}"].with_user(user)
            self.assertFalse(rows.search(domain))
            self.assertEqual(rows.figures(domain, [], ["__count"]), [{"__count": 0}])
            with self.assertRaises(AccessError):
                rows.figures([], [], ["expense"])

    def test_booked_before_at_its_own_time(self):
        k = self.contract(analytic_account_id=self.job.id)
        self.bill(500)
        self.facts(k, "expense")
        self.env.cr.execute(
            "DELETE FROM commercial_contract_fact WHERE kind = 'expense';"
            "UPDATE account_analytic_line SET create_date = '2026-02-11 08:00'"
        )
        self.env.invalidate_all()
        self.env["commercial.contract"]._book_facts_of_before()
        [row] = self.facts(k, "expense")
        self.assertEqual((row.expense, str(row.date_booked)), (500, "2026-02-11 08:00:00"))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestFactsUntaxed(FactsCase):
    """The same events without tax. Goods of 600 and 400 at 13 %: 1,130 with tax, 1,000 without."""

    def taxed(self, **values):
        return self.contract(
            goods=[(self.pump, 6, 100), (self.valve, 4, 100)],
            tax=self.tax_13,
            plan=[("A", 565, JAN), ("B", 565, FEB)],
            **values,
        )

    def test_signed_and_invoiced(self):
        k = self.taxed()
        found = {row.product_id: row.signed_untaxed for row in self.facts(k, "signed")}
        self.assertEqual(found, {self.pump: 600, self.valve: 400})
        move = self.lines(k)[0]._bill("2026-02-01")
        move.action_post()
        self.assertEqual(sum(self.facts(k, "invoiced").mapped("invoiced_untaxed")), 500)
        self.commit()
        k.user_id = self.seller2
        self.commit()
        move.button_draft()
        rows = self.facts(k, "invoiced")
        self.assertEqual(sum(rows.mapped("invoiced_untaxed")), 0)
        self.assertEqual(rows[-1].user_id, self.seller)
        self.assertEqual(rows[-1].invoiced_untaxed, -200)

    def test_an_amendment(self):
        k = self.taxed()
        self.commit()
        pump = k.line_ids.filtered(lambda line: line.product_id == self.pump)
        k.amend(
            {
                "line_ids": [Command.update(pump.id, {"price_unit": 200})],
                "settlement_ids": [Command.update(self.lines(k)[1].id, {"amount": 1243})],
            },
            "More",
            "2026-02-10",
        )
        self.assertEqual(
            self.net(k, "signed", "signed_untaxed"),
            {("2026-01-05", "seller"): 1000, ("2026-02-10", "seller"): 600},
        )

    def test_a_foreign_currency(self):
        k = self.taxed(currency_id=self.eur.id)
        self.assertEqual(self.net(k, "signed", "signed_untaxed"), {("2026-01-05", "seller"): 1250})
        self.assertEqual(self.net(k, "signed"), {("2026-01-05", "seller"): 1412.5})
        move = self.lines(k)[0]._bill("2026-02-01")  # 500 EUR at 0.90
        move.action_post()
        self.assertAlmostEqual(
            sum(self.facts(k, "invoiced").mapped("invoiced_untaxed")),
            -sum(move.invoice_line_ids.mapped("balance")),
        )

    def test_what_was_before_odoo(self):
        k = self.taxed()
        self.edit(self.lines(k)[0], opening_invoiced=113, opening_date="2025-12-31")
        self.assertEqual(
            self.net(k, "invoiced", "invoiced_untaxed"), {("2025-12-31", "seller"): 100}
        )

    def test_events_of_before_keep_whom_they_counted_for(self):
        k = self.taxed()
        self.lines(k)[0]._bill("2026-02-01").action_post()
        self.commit()
        k.user_id = self.seller2
        self.commit()
        before = [
            (row.id, row.signed_untaxed, row.invoiced_untaxed)
            for kind in ("signed", "invoiced")
            for row in self.facts(k, kind)
        ]
        self.env.cr.execute(
            "UPDATE commercial_contract_fact SET signed_untaxed = NULL, invoiced_untaxed = NULL"
        )
        self.env.invalidate_all()
        self.env["commercial.contract"]._book_facts_of_before()
        after = [
            (row.id, row.signed_untaxed, row.invoiced_untaxed)
            for kind in ("signed", "invoiced")
            for row in self.facts(k, kind)
        ]
        self.assertEqual(after, before)
