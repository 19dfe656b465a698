from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .approvals import ApprovalCase


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    """What a user of approvals meets: when they are asked for, by whom, and what the texts say."""

    def test_signing_is_direct_where_no_rule_applies(self):
        contract = self.draft(100)
        self.assertFalse(contract.need_validation)
        self.assertFalse(contract.approval_text)
        contract.action_sign()
        self.assertEqual(self.state(contract), "active")

    def test_signing_says_whose_approval_is_missing(self):
        contract = self.draft()
        self.assertTrue(contract.need_validation)
        self.assertRefused(contract.action_sign, contract.name, "Boss (Over 100)", "Request it")
        contract.action_request_approval()
        self.assertRefused(contract.action_sign, contract.name, "Waiting for", "Boss (Over 100)")
        contract.with_user(self.boss).action_reject("too dear")
        self.assertRefused(contract.action_sign, contract.name, "Boss", "too dear")
        contract.action_request_approval()
        contract.with_user(self.boss).action_approve()
        self.assertEqual(contract.approval_text, "Approved by Boss.")
        contract.action_sign()
        self.assertEqual(self.state(contract), "active")

    def test_request_reject_change_request_two_tiers_sign(self):
        self.over_100.write({"sequence": 50, "approve_sequence": True})
        self.rule(
            "Law", [("has_party_text", "=", True)], self.second, sequence=10, approve_sequence=True
        )
        contract = self.draft(has_party_text=True)
        contract.action_request_approval()
        self.assertEqual(self.statuses(contract), ["pending", "waiting"])
        contract.with_user(self.boss).action_reject("price")
        self.assertEqual(self.statuses(contract), ["rejected", "cancel"])
        contract.line_ids.price_unit = 450
        self.assertEqual(self.statuses(contract), [])
        contract.action_request_approval()
        contract.with_user(self.boss).action_approve()
        self.assertEqual(self.statuses(contract), ["approved", "pending"])
        self.assertRefused(contract.action_sign, "Second (Law)")
        contract.with_user(self.second).action_approve()
        self.assertEqual(self.statuses(contract), ["approved", "approved"])
        contract.action_sign()
        self.assertEqual((self.state(contract), contract.amount_total), ("active", 450))
        texts = " ".join(contract.message_ids.mapped("body"))
        for words in (
            "requested from Boss",
            "Rejected by Boss",
            "price",
            "starts anew",
            "Approved by Second",
        ):
            self.assertIn(words, texts)

    def test_framework_contract_is_approved_as_well(self):
        self.rule("Frameworks", [("is_framework", "=", True)], self.second)
        framework = self.env["commercial.contract"].create(
            {
                "title": "F",
                "is_framework": True,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        self.assertRefused(framework.action_sign, "Second (Frameworks)")
        framework.action_request_approval()
        framework.with_user(self.second).action_approve()
        framework.action_sign()
        self.assertEqual(self.state(framework), "active")

    def test_several_contracts_are_asked_about_and_signed_at_once(self):
        small, large, larger = self.draft(50), self.draft(500), self.draft(5000)
        both = large | larger
        text = self.assertRefused((small | both).action_sign, large.name, larger.name)
        self.assertNotIn(small.name, text)
        (small | both).action_request_approval()
        self.assertEqual(
            [self.statuses(k) for k in (small, large, larger)], [[], ["pending"], ["pending"]]
        )
        for contract in both:
            contract.with_user(self.boss).action_approve()
        (small | both).action_sign()
        self.assertEqual({self.state(k) for k in (small, large, larger)}, {"active"})

    def test_rules_of_another_company_do_not_apply(self):
        other = self.make_company("Other Books")
        self.rule("Elsewhere", [], self.second, company_id=other.id)
        self.rule("Everywhere", [("amount_total", ">", 40)], self.second, company_id=False)
        self.assertRefused(self.draft(50).action_sign, "Second (Everywhere)")
        text = self.assertRefused(self.draft(500).action_sign, "Boss (Over 100)", "Everywhere")
        self.assertNotIn("Elsewhere", text)

    def test_an_archived_rule_asks_for_nothing(self):
        self.over_100.active = False
        self.draft().action_sign()

    def test_a_rule_that_names_nobody_is_told_when_asking(self):
        self.over_100.write({"review_type": "group", "reviewer_id": False})
        contract = self.draft()
        self.assertRefused(contract.action_request_approval, contract.name, "Over 100", "names no")
        self.over_100.reviewer_group_id = self.env["res.groups"].create(
            {"name": "Board", "user_ids": [Command.set((self.boss | self.second).ids)]}
        )
        contract.action_request_approval()
        self.assertRefused(contract.action_sign, "Board (Over 100)")
        contract.with_user(self.second).action_approve()
        contract.action_sign()

    def test_asking_where_nothing_is_needed(self):
        self.assertRefused(self.draft(50).action_request_approval, "needs no approval")
        self.assertRefused(self.requested().action_request_approval, "requested already")

    def test_manager_of_the_department_reviews(self):
        field = self.env["ir.model.fields"]._get("commercial.contract", "department_manager_id")
        self.over_100.write(
            {"review_type": "field", "reviewer_id": False, "reviewer_field_id": field.id}
        )
        top = self.env["hr.department"].create({"name": "Board", "company_id": self.company.id})
        sales = self.env["hr.department"].create(
            {"name": "Sales", "parent_id": top.id, "company_id": self.company.id}
        )
        employees = self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id}
                for user in (self.boss, self.second)
            ]
        )
        top.manager_id, sales.manager_id = employees
        contract = self.draft(department_id=sales.id)
        self.assertEqual(contract.department_manager_id, self.second)
        contract.action_request_approval()
        self.assertEqual(contract.review_ids.reviewer_ids, self.second)
        self.assertEqual(
            self.draft(department_id=sales.id, user_id=self.second.id).department_manager_id,
            self.boss,
        )
        self.assertEqual(
            self.draft(department_id=top.id, user_id=self.boss.id).department_manager_id, self.boss
        )

    def test_amount_in_company_currency(self):
        """0.80 EUR and 150 JPY are a dollar on 5 January."""
        self.over_100.definition_domain = "[('amount_total_company', '>', 100)]"
        for currency, total, amount in ((self.eur, 88, 110), (self.jpy, 14000, 93.33)):
            contract = self.draft(total, currency_id=currency.id)
            self.assertEqual(contract.amount_total_company, amount)
            self.assertEqual(contract.need_validation, amount > 100)

    def test_days_to_the_last_due_date(self):
        contract = self.draft(date_start="2026-01-01")
        self.assertEqual(contract.days_to_last_due, 30)
        contract.settlement_ids.date_due = "2026-04-02"
        self.assertEqual(contract.days_to_last_due, 91)
        contract.settlement_ids.write(
            {"date_due": False, "trigger": "completion", "trigger_days": 365}
        )
        self.assertEqual(contract.days_to_last_due, 365)
        domain = [("id", "=", contract.id)]
        for operator, value, found in ((">", 364, True), (">", 365, False), ("<=", 365, True)):
            hit = contract.search([*domain, ("days_to_last_due", operator, value)])
            self.assertEqual(bool(hit), found, (operator, value))

    def test_a_manager_of_contracts_makes_rules(self):
        rules = self.env["tier.definition"].with_user(self.manager)
        rules = rules.with_context(
            default_model_id=self.env["ir.model"]._get_id("commercial.contract")
        )
        view = "commercial_contract.tier_definition_view_form"
        with Form(rules, view) as form:
            form.name = "Manager"
            form.approver = "field"
            form.contract_person = "department_manager_id"
            form.definition_domain = "[('amount_total_company', '>', 50000)]"
        rule = form.record
        self.assertEqual(rule.model, "commercial.contract")
        self.assertEqual(rule.sudo().reviewer_field_id.name, "department_manager_id")
        with Form(rule, view) as form:
            form.approver = "individual"
            form.reviewer_id = self.boss
        self.assertEqual(
            (rule.review_type, rule.reviewer_id, rule.contract_person),
            ("individual", self.boss, False),
        )
        other = self.env["ir.model"]._get_id("res.partner")
        self.assertRefused(
            lambda: rules.create({"name": "P", "model_id": other}), error=AccessError
        )
        rule.unlink()

    def test_filters_find_what_waits(self):
        contract = self.requested()
        contracts = self.env["commercial.contract"].with_user(self.boss)
        arch = contracts.get_view(view_type="search")["arch"]
        for name, before, after in (
            ("waiting_for_me", True, False),
            ("waiting_for_approval", True, False),
            ("rejected", False, True),
        ):
            with self.subTest(name):
                node = etree.fromstring(arch).find(f".//filter[@name='{name}']")
                domain = literal_eval(node.get("domain"))
                self.assertEqual(bool(contracts.search(domain) & contract), before)
                with self.env.cr.savepoint() as savepoint:
                    contract.with_user(self.boss).action_reject("no")
                    self.env.flush_all()
                    self.assertEqual(bool(contracts.search(domain) & contract), after)
                    savepoint.rollback()
                self.env.invalidate_all()

    def batch(self, count):
        values = self.draft().with_user(self.env.user).copy_data()[0]
        contracts = self.env["commercial.contract"].create([dict(values) for _n in range(count)])
        self.env.flush_all()
        return contracts

    def test_many_contracts_cost_a_constant_number_of_queries(self):
        """Reading, asking, changing and signing: with rules, with reviews, and without either."""
        few, many = self.batch(3), self.batch(30)
        both = few, many

        def cost(text, work):
            small, large = (self.queries(lambda part=part: work(part)) for part in both)
            self.assertLessEqual(large, small, text)
            return large

        (few | many).mapped("need_validation")
        cost("what is needed", lambda part: part.mapped("approval_text"))
        cost("title", lambda part: part.write({"title": "T"}))
        cost("asking", lambda part: part.request_validation())
        cost("change under approval", lambda part: part.write({"title": "U"}))
        self.over_100.definition_domain = "[('amount_total', '>', 100000)]"
        with_rule = cost("signing", lambda part: part.action_sign())
        self.over_100.active = False
        both = self.batch(3), self.batch(30)
        self.assertFalse(self.env["tier.definition"]._get_active_tiers("commercial.contract"))
        self.assertLessEqual(
            cost("signing without rules", lambda part: part.action_sign()), with_rule
        )
