from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestContractForm(ContractCase):
    """What the head of the form says, and where its buttons lead."""

    def test_the_most_urgent_comes_first_and_alone(self):
        k = self.contract()  # A 3,000 and B 5,000 were due in January and February
        self.assertEqual(k.urgent, "overdue")
        self.assertIn("8,000.00 is overdue on 2 lines", k.urgent_text.replace("\xa0", " "))
        self.assertIn("A", k.next_text)
        self.assertEqual(k.next_settlement_id.name, "A")
        self.pay(self.invoice(self.lines(k)[0], (self.lines(k)[1], 5000)))
        self.env.invalidate_all()
        self.assertFalse(k.urgent)
        self.assertIn("due in 16 days", k.next_text)

    def test_what_is_due_today_is_to_be_invoiced(self):
        k = self.contract(plan=[("A", 100, "2026-03-15"), ("B", 50, "2026-03-16")])
        self.assertEqual(k.urgent, "to_invoice")
        self.assertIn("due today", k.next_text)
        self.invoice(self.lines(k)[0])
        self.assertFalse(k.urgent)

    def test_money_above_the_plan(self):
        k = self.contract(plan=[("A", 100, "2026-04-30")])
        self.advance(k, 130)
        self.assertEqual(k.urgent, "unallocated")
        self.assertIn("30.00", k.urgent_text)
        rows = self.env["commercial.contract.allocation"].search(
            k.action_view_unallocated()["domain"]
        )
        self.assertEqual(rows.mapped("amount"), [100])

    def test_a_draft_whose_plan_lacks_something(self):
        k = self.contract(1000, [("A", 300, None)], signed=False)
        self.assertEqual(k.urgent, "unplanned")
        self.assertIn("lacks", k.urgent_text)
        k.action_take_rest()
        self.assertFalse(k.urgent)

    def test_smart_buttons_count_and_open(self):
        k, other = self.contract(), self.contract()
        person = self.env["res.partner"].create(
            {"name": "P", "parent_id": self.customer.id, "type": "contact"}
        )
        third = self.contract(partner_id=person.id)
        self.assertEqual(k.sibling_count, 2)
        domain = k.action_view_siblings()["domain"]
        self.assertEqual(k.search(domain), other | third)
        project = self.env["project.project"].create(
            {"name": "Site", "task_ids": [(0, 0, {"name": "Dig"}), (0, 0, {"name": "Build"})]}
        )
        k.project_id = project
        self.assertEqual(k.project_task_count, 2)
        self.assertEqual(k.action_view_project()["res_id"], project.id)

    def test_smart_buttons_do_not_cost_by_the_contract(self):
        def cost(count):
            contracts = self.contract().browse()
            for _number in range(count):
                contracts |= self.contract()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.mapped("sibling_count")
            contracts.mapped("project_task_count")
            contracts.mapped("document_ids")
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(12))

    def test_money_opens_its_source(self):
        k = self.contract()
        payment = self.advance(k, 500)
        row = k.allocation_ids
        action = row.with_user(self.accountant).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.payment", payment.id))
        self.assertEqual(payment.commercial_contract_ids, k)
        self.assertEqual(payment.action_view_commercial_contracts()["res_id"], k.id)

    def test_files_are_those_of_the_chatter(self):
        k = self.contract().with_user(self.seller)
        file = self.env["ir.attachment"].with_user(self.seller).create({"name": "a", "raw": b"a"})
        k.document_ids = file
        self.assertEqual((file.res_model, file.res_id), ("commercial.contract", k.id))
        k.invalidate_recordset()
        self.assertEqual(k.document_ids, file)
        k.document_ids = False
        self.assertFalse(file.exists())

    def test_the_strip_of_a_company(self):
        """In: 10,000 with 3,000 paid 10 days late, 5,000 overdue, and 1,000 paid early; out: 700. A contact
        shows the same."""
        k = self.contract()
        self.pay(self.invoice(self.lines(k)[0]), payment_date="2026-02-10")
        early = self.contract(plan=[("A", 1000, "2026-06-30")])
        self.advance(early, 1000, "2026-02-10")
        self.contract(plan=[("A", 100, None)], signed=False)
        self.contract(plan=[("A", 700, None)], direction="purchase", partner_id=self.customer.id)
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.customer.id})
        rows = person.with_user(self.accountant).commercial_contract_figures
        usd = self.usd.id
        self.assertEqual(
            [(row["direction"], row["currency_id"], row["count"], row["running"]) for row in rows],
            [("sale", usd, 3, 2), ("purchase", usd, 1, 1)],
        )
        money_in = rows[0]
        self.assertEqual(
            (money_in["signed"], money_in["settled"], money_in["overdue"]), (11000, 4000, 5000)
        )
        self.assertEqual((money_in["overdue_count"], money_in["late_days"]), (1, 8))  # 7.5
        self.assertEqual(rows[1]["signed"], 700)
        action = person.action_view_contract_figure("overdue", "sale", usd)
        lines = self.env["commercial.contract.settlement"].search(action["domain"])
        self.assertEqual(lines.mapped("amount_residual"), [5000])
        action = person.action_view_contract_figure("settled", "sale", usd)
        rows = self.env["commercial.contract.allocation"].search(action["domain"])
        self.assertEqual(sum(rows.mapped("amount")), 4000)
        self.assertFalse(person.with_user(self.seller2).commercial_contract_figures)

    def test_what_is_signed_and_not_settled_stands_beside_the_credit_limit(self):
        """8,800 USD of 10,000 open, and 720 EUR at 1.00; drafts, purchases and others' contracts aside."""
        k = self.contract()
        self.advance(k, 1200)
        self.contract(plan=[("E", 720, None)], currency_id=self.eur.id, user_id=self.seller2.id)
        self.contract(plan=[("A", 100, None)], signed=False)
        self.contract(plan=[("A", 700, None)], direction="purchase", partner_id=self.customer.id)
        self.contract(plan=[("A", 50, None)], partner_id=self.other_customer.id)
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.customer.id})
        for user, amount in ((self.accountant, 9520), (self.seller, 8800), (self.seller2, 720)):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual(person.with_user(user).commercial_contract_exposure, amount)
        form = (
            self.env["res.partner"]
            .with_user(self.accountant)
            .get_view(self.env.ref("base.view_partner_form").id, "form")
        )
        self.assertIn("commercial_contract_exposure", form["arch"])


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestContractTemplates(ContractCase):
    """Contracts that start from something: a category, another contract, a sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods, cls.works = cls.env["commercial.contract.category"].create(
            [
                {
                    "name": "Goods",
                    "quick_plan": "30/70",
                    "retention_percent": 10,
                    "retention_days": 365,
                    "billing_policy": "order",
                    "note": "<p>Incoterms apply.</p>",
                },
                {"name": "Works", "billing_policy": "plan"},
            ]
        )

    def test_a_category_plans_its_contracts(self):
        """1,130.00: 30 and 70 percent, each less 10 % retention of 113.00 in all."""
        form = Form(self.env["commercial.contract"].with_user(self.seller))
        form.partner_id = self.customer
        form.category_id = self.goods
        with form.line_ids.new() as line:
            line.name = "Pumps"
            line.price_unit = 1130
            line.tax_ids.clear()
        k = form.save()
        self.assertEqual(k.settlement_ids.sorted("sequence").mapped("amount"), [305.1, 711.9, 113])
        self.assertEqual((k.retention_days, k.billing_policy), (365, "order"))
        self.assertIn("Incoterms", k.note)

    def test_a_signed_contract_stays_as_it_was_agreed(self):
        k = self.contract()
        k.category_id = self.goods
        self.assertEqual(k.billing_policy, "plan")

    def test_percents_of_a_category_add_up(self):
        with self.assertRaises(ValidationError):
            self.goods.quick_plan = "30/60"

    def test_a_copy_starts_today(self):
        """Started 5 Jan, copied 15 Mar, 69 days later: 31 Jan becomes 10 Apr."""
        k = self.contract(date_start="2026-01-05", date_end="2026-12-31")
        self.lines(k)[0].reschedule("2026-02-15", "customer asked")
        self.edit(self.lines(k)[2], is_cancelled=True)
        copy = k.copy()
        self.assertEqual([str(line.date_due) for line in self.lines(copy)],
                         ["2026-04-10", "2026-05-08"])  # fmt: skip
        self.assertEqual((str(copy.date_start), str(copy.date_end)), ("2026-03-15", "2027-03-10"))

    def test_categories_are_merged(self):
        k = self.contract(category_id=self.works.id)
        draft = self.contract(signed=False, category_id=self.works.id)
        self.contract(category_id=self.works.id).action_archive()
        child = self.works.create({"name": "Roads", "parent_id": self.works.id})
        manager = self.env(user=self.manager)
        wizard = (
            manager["commercial.contract.category.merge"]
            .with_context(active_ids=(self.goods | self.works).ids)
            .create({"target_id": self.goods.id})
        )
        self.assertEqual((wizard.contract_count, wizard.child_count), (2, 1))
        wizard.action_merge()
        self.assertFalse(self.works.exists())
        self.assertEqual((k | draft).category_id, self.goods)
        self.assertEqual((k | draft).mapped("billing_policy"), ["plan", "plan"])
        self.assertEqual(child.complete_name, "Goods / Roads")
        with self.assertRaises(UserError):
            self.goods.merge_into(child)
        with self.assertRaises(UserError):
            self.goods.merge_into(self.goods)

    def paste(self, k, target, text):
        wizard = Form(
            self.env["commercial.contract.paste"]
            .with_user(self.seller)
            .with_context(default_contract_id=k.id, default_target=target)
        )
        wizard.text = text
        return wizard.save()

    def test_goods_are_pasted(self):
        k = self.contract(100, (), signed=False)
        rows = (
            "品名\t型号\t数量\t单价\t税率\n"
            f"{self.pump.name}\t\t２\t1,000.00\t13%\n"
            "Pipes\tDN50\t10\t1.5万\t\n"
            "合计\t\t12"
        )
        self.paste(k, "goods", rows).action_paste()
        pump, pipes = k.line_ids[1:]
        self.assertEqual((pump.product_id, pump.quantity, pump.price_unit), (self.pump, 2, 1000))
        self.assertEqual(pump.tax_ids.amount, 13)
        self.assertEqual((pipes.model_number, pipes.price_unit), ("DN50", 15000))
        self.assertFalse(pipes.tax_ids)

    def test_a_plan_is_pasted(self):
        k = self.contract(1000, (), signed=False)
        self.paste(k, "plan", "预付款\t2026年4月1日\t30%\nRest\t\t700").action_paste()
        self.assertEqual(k.settlement_ids.mapped("amount"), [300, 700])
        self.assertEqual(str(k.settlement_ids[0].date_due), "2026-04-01")

    def test_rows_that_cannot_be_read_are_all_named(self):
        k = self.contract(1000, (), signed=False)
        wizard = self.paste(k, "plan", "A\tsoon\t30%\nB\t\tlots\nC\t\t40%")
        self.assertEqual(wizard.fault_count, 2)
        self.assertRefused(wizard.action_paste, "Row 1", "soon", "Row 2", "lots")
        self.assertFalse(k.settlement_ids)
        self.assertRefused(self.paste(k, "plan", " ").action_paste, "Nothing to add")

    def test_a_signed_contract_takes_no_rows(self):
        k = self.contract()
        self.assertRefused(self.paste(k, "goods", "Pipes").action_paste, "signed")
