from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesCompanies(LedgerCase):
    """Money rule R20: a parent and its branches are one set of books, another root is refused."""

    def assertRefused(self, action, *words):
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            action()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.env.invalidate_all()

    def test_r20_a_tag_of_another_root_is_refused(self):
        other = self.make_company("Other Books")
        foreign = self.contract(company_id=other.id)
        words = (foreign.name, other.name, self.company.name, "same group of books")
        tag = {"commercial_contract_id": foreign.id}
        payment, bank = self.payment(100), self.bank_line(100, partner=self.customer)
        self.assertRefused(lambda: payment.write(tag), *words)
        self.assertRefused(lambda: bank.write(tag), *words)
        self.assertRefused(lambda: self._partner_items(bank).write(tag), *words)
        invoice = self.invoice((None, 100))
        self.assertRefused(lambda: invoice.invoice_line_ids.write(tag), *words)
        self.assertFigures(foreign)

    def test_r20_a_branch_is_paid_from_the_bank_of_its_parent(self):
        branch = self.make_company("Branch", parent_id=self.company.id)
        self.env.user.company_ids += branch
        env = self.env(
            context={**self.env.context, "allowed_company_ids": [self.company.id, branch.id]}
        )
        k = self.contract(company_id=branch.id)
        a, _b, _c = self.lines(k)
        invoice = (
            env["account.move"]
            .with_company(branch)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "company_id": branch.id,
                    "invoice_date": "2026-01-10",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "A",
                                "quantity": 1,
                                "price_unit": 3000,
                                "tax_ids": [Command.clear()],
                                "commercial_contract_id": k.id,
                                "commercial_settlement_id": a.id,
                            }
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, branch)
        wizard = (
            env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": "2026-01-20", "journal_id": self.bank.id, "amount": 400})
        )
        payment = wizard._create_payments()
        self.assertEqual(payment.journal_id.company_id, self.company)
        self.assertEqual((payment.company_id, payment.move_id.company_id), (branch, branch))
        self.assertFigures(k, "A 3000/400/0")
        # and money of the parent itself may be tagged with the branch's contract
        self.advance(k, 100)
        self.assertFigures(k, "A 3000/500/0")
