from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import FINANCE, OWN, ContractCase


@tagged("post_install", "-at_install")
class TestRulesB(ContractCase):
    """Money rules L1 and B1 to B7, with figures by hand."""

    def thousand(self, **values):
        """K: 1,000.00 + 13 % = 1,130.00, one pump; A 339 (30 %), B 678, C 113."""
        return self.contract(
            1130.0,
            [("A", 339, "2026-01-31"), ("B", 678, "2026-02-28"), ("C", 113, "2026-03-31")],
            goods=[(self.pump, 1, 1000.0)],
            tax=self.tax_13,
            **values,
        )

    def test_l1_links_of_a_document(self):
        """L1: a plan line needs its own contract, and a contract its own books and direction."""
        k, other = self.contract(), self.contract()
        a, _b, _c = self.lines(k)
        line = self.invoice((None, 100), post=False).invoice_line_ids
        line.write({"commercial_contract_id": k.id, "commercial_settlement_id": a.id})
        bill = self.contract(direction="purchase")
        elsewhere = self.make_company("Elsewhere")
        abroad = self.contract(company_id=elsewhere.id, user_id=self.env.user.id)
        for text, values in (
            ("names another contract", {"commercial_contract_id": other.id}),
            ("names another contract", {"commercial_contract_id": False}),
            ("names another contract", {"commercial_settlement_id": self.lines(other)[0].id}),
            (bill.name, {"commercial_contract_id": bill.id, "commercial_settlement_id": False}),
            ("Elsewhere", {"commercial_contract_id": abroad.id, "commercial_settlement_id": False}),
        ):
            with self.assertRaises(ValidationError) as refused:
                line.write(values)
            self.assertIn(text, str(refused.exception))

    def test_l1_reversal_keeps_the_links_and_a_duplicate_has_none(self):
        k = self.thousand()
        a = self.lines(k)[0]
        move = a._bill("2026-01-10")
        self.assertFalse(move.copy().line_ids.commercial_contract_id)
        move.action_post()
        credit = self.reverse(move)
        self.assertEqual(credit.invoice_line_ids.commercial_contract_id, k)
        self.assertEqual(credit.invoice_line_ids.commercial_settlement_id, a)
        others = (move | credit).line_ids - (move | credit).invoice_line_ids
        self.assertFalse(others.commercial_contract_id)  # tax and receivable carry nothing

    def test_l1_an_accountant_without_contracts_opens_the_invoice(self):
        """Whoever may not see a contract sees and edits its invoice all the same, but not its name."""
        a = self.lines(self.contract())[0]
        move = a._bill("2026-01-10")
        bookkeeper = self.make_user("bookkeeper", "account.group_account_user")
        own = move.with_user(bookkeeper)
        self.assertFalse(own.commercial_contract_ids)
        own.invoice_line_ids.name = "Pump"
        own.action_post()
        self.assertEqual(move.state, "posted")
        self.assertEqual(
            self.reverse(own).with_user(self.env.user).commercial_contract_ids, a.contract_id
        )
        self.assertEqual(move.with_user(self.accountant).commercial_contract_ids, a.contract_id)

    def test_l1_one_document_several_contracts(self):
        k1, k2 = self.contract(), self.contract()
        move = self.invoice(self.lines(k1)[0], self.lines(k2)[1], (None, 50))
        self.assertEqual(move.commercial_contract_ids, k1 | k2)
        self.assertEqual(k1.invoice_ids, move)
        self.assertEqual(self.lines(k2)[1].invoice_ids, move)
        self.assertFalse(self.lines(k2)[0].invoice_ids)
        Move = self.env["account.move"]
        self.assertIn(move, Move.search([("commercial_contract_ids", "in", k2.ids)]))
        plain = self.invoice((None, 50))
        self.assertIn(plain, Move.search([("commercial_contract_ids", "=", False)]))
        self.assertNotIn(move, Move.search([("commercial_contract_ids", "=", False)]))
        Contract = self.env["commercial.contract"]
        self.assertEqual(Contract.search([("invoice_ids", "in", move.ids)]), k1 | k2)
        without = Contract.search([("invoice_ids", "=", False), ("id", "in", (k1 | k2).ids)])
        self.assertFalse(without)

    def test_b1_total_is_the_amount_of_the_plan_line(self):
        """B1: A 339.00 = 300.00 + 39.00, and so after all that Odoo does with the invoice."""
        move = self.lines(self.thousand())[0]._bill("2026-01-10")
        for step in ("action_post", "button_draft", "action_post"):
            getattr(move, step)()
            totals = (move.amount_untaxed, move.amount_tax, move.amount_total)
            self.assertEqual(totals, (300.0, 39.0, 339.0))
        self.assertEqual(self.reverse(move).amount_total, 339.0)

    def test_b2_last_plan_line_takes_the_rest(self):
        """B2: 33.33 + 13 % = 37.66 in 12.55, 12.55, 12.56: taxes 1.44 + 1.44 + 1.45 = 4.33."""
        k = self.contract(
            37.66,
            [("A", 12.55, "2026-01-31"), ("B", 12.55, "2026-02-28"), ("C", 12.56, "2026-03-31")],
            goods=[(self.pump, 1, 33.33)],
            tax=self.tax_13,
        )
        moves = self.lines(k)._bill("2026-01-10")
        self.assertEqual(moves.mapped("amount_total"), [12.55, 12.55, 12.56])
        self.assertEqual(moves.mapped("amount_tax"), [1.44, 1.44, 1.45])
        self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), 33.33)

    def test_b3_what_the_invoice_carries(self):
        analytic = self.env["account.analytic.account"].create(
            {
                "name": "Job 7",
                "plan_id": self.env["account.analytic.plan"].create({"name": "Jobs"}).id,
                "company_id": self.company.id,
            }
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        self.payer.lang = "fr_FR"
        self.customer.property_payment_term_id = self.env.ref("account.account_payment_term_30days")
        position = self.env["account.fiscal.position"].create(
            {"name": "Far away", "company_id": self.company.id}
        )
        k = self.thousand(
            invoice_partner_id=self.payer.id,
            currency_id=self.eur.id,
            fiscal_position_id=position.id,
            analytic_account_id=analytic.id,
            signed=False,
        )
        k.line_ids.write({"specification": "DN 100", "name": "Pump"})
        k.settlement_ids.sorted("date_due")[0].name = "Advance"
        k.action_sign()
        move = k.settlement_ids.sorted("date_due")[0]._bill("2026-01-10")
        self.assertEqual(move.move_type, "out_invoice")
        self.assertEqual(move.partner_id, self.payer)
        self.assertEqual(move.currency_id, self.eur)
        self.assertEqual(move.fiscal_position_id, position)
        self.assertEqual(move.journal_id.type, "sale")
        self.assertEqual(move.company_id, self.company)
        self.assertEqual(move.invoice_user_id, self.seller)
        self.assertEqual(move.invoice_origin, k.name)
        self.assertFalse(move.invoice_payment_term_id)
        self.assertEqual(str(move.invoice_date_due), "2026-01-31")
        row = move.invoice_line_ids
        self.assertEqual(row.name, f"Advance 30 % of {k.name}\nPump\nP-100 / DN 100")
        self.assertEqual((row.quantity, row.price_unit, row.product_id), (1, 300, self.pump))
        self.assertEqual(row.analytic_distribution, {str(analytic.id): 100})
        self.assertEqual(row.commercial_contract_line_id, k.line_ids)
        move.action_post()
        self.assertEqual(str(move.invoice_date_due), "2026-01-31")
        term = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(str(term.date_maturity), "2026-01-31")

    def test_b3_whole_goods_keep_quantity_and_price(self):
        """B3: a plan line over all of its goods bills 4 x 250 less 10 %, as the contract says."""
        k = self.contract(1017.0, [], goods=[(self.pump, 4, 250.0)], tax=self.tax_13, signed=False)
        k.line_ids.discount = 10
        self.assertAlmostEqual(k.amount_total, 1017.0)
        self.plan(k, ("A", 1017, "2026-01-31"))
        k.action_sign()
        row = self.lines(k)._bill("2026-01-10").invoice_line_ids
        self.assertEqual((row.quantity, row.price_unit, row.discount), (4, 250, 10))
        self.assertEqual(row.product_uom_id, self.pump.uom_id)
        self.assertEqual(row.move_id.amount_total, 1017.0)
        self.assertEqual(k.line_ids.qty_invoiced, 4)

    def test_b4_what_is_left_to_bill(self):
        """B4: drafts count; deleted, cancelled and credited they are free again."""
        k = self.contract()
        a, b, _c = self.lines(k)
        self.assertEqual(a.amount_to_invoice, 3000)
        move = a._bill("2026-01-10")
        self.assertEqual((a.amount_to_invoice, b.amount_to_invoice), (0, 5000))
        with self.assertRaisesRegex(UserError, "nothing left"):
            a._bill()
        move.unlink()
        self.assertEqual(a.amount_to_invoice, 3000)
        move = a._bill("2026-01-10")
        move.button_cancel()
        self.assertEqual(a.amount_to_invoice, 3000)
        move = a._bill("2026-01-10")
        move.action_post()
        self.refund((a, 500))
        self.assertEqual(a.amount_to_invoice, 500)
        again = a._bill("2026-01-10")
        self.assertEqual(again.amount_total, 500)
        self.assertEqual(a.amount_to_invoice, 0)
        self.assertEqual(a._get_billed(), {a.id: 3000})

    def test_b4_opening_is_taken_off(self):
        """B4, R23: B 5,000 with 1,000 invoiced before Odoo bills 4,000."""
        k = self.contract(signed=False)
        _a, b, _c = self.lines(k)
        b.write({"opening_invoiced": 1000, "opening_date": "2025-12-31"})
        k.action_sign()
        self.assertEqual(b._bill("2026-01-10").amount_total, 4000)

    def test_b6_billing_belongs_to_plan_or_orders(self):
        """B6: under 'order' the plan bills nothing and says so (orders: test_orders)."""
        k = self.contract(billing_policy="order")
        a = self.lines(k)[0]
        self.assertEqual(a.amount_to_invoice, 0)
        with self.assertRaisesRegex(UserError, f"{k.name}.*orders"):
            a.action_create_invoice()

    def assertRefused(self, lines, *words, date="2026-01-10"):
        before = self.env["account.move"].search_count([])
        with self.assertRaises(UserError) as refused:
            lines._bill(date)
        for word in (lines[0].name, lines.contract_id[0].name, *words):
            self.assertIn(word, str(refused.exception))
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_b7_draft_and_cancelled_contracts_are_refused(self):
        k = self.contract(signed=False)
        self.assertRefused(self.lines(k)[0], "Draft")
        k.action_cancel()
        self.assertRefused(self.lines(k)[0], "Cancelled")

    def test_b7_one_bad_line_stops_all(self):
        """B7: all faults in one message, and nothing is written for the good lines either."""
        k, draft = self.contract(), self.contract(signed=False)
        lines = self.lines(draft)[0] | self.lines(k)[0] | self.lines(draft)[1]
        self.assertRefused(lines, "'B'")
        self.assertFalse(k.invoice_ids)

    def test_b7_archived_product(self):
        k = self.thousand()
        self.pump.active = False
        self.assertRefused(self.lines(k)[0], "Pump", "Unarchive")

    def test_b7_missing_account(self):
        k = self.thousand()
        self.pump.categ_id.property_account_income_categ_id = False
        self.company.income_account_id = False
        journal = self.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", self.company.id)], limit=1
        )
        journal.default_account_id = False
        self.assertRefused(self.lines(k)[0], "Pump", "account")

    def test_b7_missing_rate(self):
        k = self.thousand(currency_id=self.eur.id)
        self.env["res.currency.rate"].search([("currency_id", "=", self.eur.id)]).unlink()
        self.assertRefused(self.lines(k)[0], "EUR", "Currencies")

    def test_b7_locked_period(self):
        k = self.thousand()
        self.company.fiscalyear_lock_date = "2026-01-31"
        self.assertRefused(self.lines(k)[0], "locked")
        self.assertEqual(self.lines(k)[0]._bill("2026-02-01").amount_total, 339)

    def test_b7_missing_journal(self):
        branch = self.env["res.company"].create({"name": "Bare", "currency_id": self.usd.id})
        k = self.contract(company_id=branch.id, user_id=self.env.user.id)
        self.assertRefused(self.lines(k)[0], "Bare", "journal")

    def test_b7_who_may_bill(self):
        """B7: contract finance bills without rights on the books; who only sees the contract is told
        whom to ask."""
        k = self.thousand()
        a, b, c = self.lines(k)
        with self.assertRaisesRegex(AccessError, f"{k.name}.*Finance.*Ask"):
            a.with_user(self.seller).action_create_invoice()
        with self.assertRaises(AccessError):
            a.with_user(self.nobody).action_create_invoice()
        clerk = self.make_user("clerk", OWN, FINANCE)
        with self.assertRaises(AccessError):  # finance, but not his contract
            a.with_user(clerk).action_create_invoice()
        k.deputy_ids = clerk
        action = a.with_user(clerk).action_create_invoice()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(a.invoice_ids.create_uid, clerk)
        self.assertFalse(a.with_user(clerk).invoice_ids)
        action = b.with_user(self.accountant).action_create_invoice()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], b.invoice_ids.id)
        biller = self.make_user("biller", OWN, "account.group_account_invoice")
        k.deputy_ids |= biller
        c.with_user(biller).action_create_invoice()
        self.assertEqual(c.invoice_ids.amount_total, 113)

    def test_b3_invoices_are_made_in_the_company_of_the_contract(self):
        """B3: one batch over two companies, each with its own journal and accounts."""
        other = self.make_company("Elsewhere")
        both = self.env(
            context={**self.env.context, "allowed_company_ids": (self.company | other).ids}
        )
        here, there = self.contract(), self.contract(company_id=other.id, user_id=self.env.uid)
        lines = (self.lines(here)[0] | self.lines(there)[0]).with_env(both)
        moves = lines._bill("2026-01-10")
        self.assertEqual(moves.company_id, self.company | other)
        for move in moves:
            self.assertEqual(move.journal_id.company_id, move.company_id)
            for item in move.line_ids:
                self.assertIn(move.company_id, item.account_id.company_ids)
        moves.action_post()
        self.assertEqual(moves.mapped("amount_total"), [3000, 3000])

    def test_expense_is_what_else_is_on_the_analytic_account(self):
        """Bill 400 and 50 by hand on the account, less 20 back; the contract's own invoice is none."""
        plan = self.env["account.analytic.plan"].create({"name": "Jobs"})
        job, idle = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("Job 7", "Job 8")]
        )
        k = self.contract(analytic_account_id=job.id)
        unused = self.contract(analytic_account_id=idle.id)
        self.lines(k)[0]._bill("2026-01-10").action_post()
        bill = self.invoice((None, 400), kind="in_invoice", post=False)
        bill.invoice_line_ids.analytic_distribution = {str(job.id): 100}
        self.assertEqual(k.amount_expense, 0)
        bill.action_post()
        column = plan._column_name()
        self.env["account.analytic.line"].create(
            [
                {"name": name, "amount": amount, column: job.id, "company_id": self.company.id}
                for name, amount in (("Travel", -50), ("Back", 20))
            ]
        )
        k.invalidate_recordset(["amount_expense"])
        self.assertEqual(k.amount_expense, 430)
        self.assertEqual(unused.amount_expense, 0)

    def test_smart_button_opens_the_invoices(self):
        k = self.contract()
        moves = self.lines(k)[:2]._bill("2026-01-10")
        self.assertEqual(k.invoice_count, 2)
        self.assertEqual(k.action_view_invoices()["domain"], [("id", "in", moves.ids)])
        moves[0].unlink()
        self.assertEqual(k.invoice_count, 1)
        self.assertEqual(k.action_view_invoices()["res_id"], moves[1].id)
        self.assertEqual(k.with_user(self.staff).invoice_count, 0)  # no rights on the books

    def test_billed_history_is_kept(self):
        """Billed plan lines are not deleted, billed contracts do not go back to draft."""
        k = self.contract()
        a = self.lines(k)[0]
        move = a._bill("2026-01-10")
        with self.assertRaisesRegex(UserError, k.name):
            k.action_draft()
        unlocked = self.lines(k._unlocked())[0]
        with self.assertRaisesRegex(UserError, "'A' of .* is already on invoice"):
            unlocked.unlink()
        move.unlink()
        k.action_draft()
        self.assertEqual(k.state, "draft")
        a.unlink()
        self.assertEqual(len(k.settlement_ids), 2)
