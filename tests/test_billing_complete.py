import os
import random

from odoo.fields import Command
from odoo.tests import tagged

from ..models.billing.complete import Complete
from .common import ContractCase

SEED = int(os.environ.get("BILLING_SEED", "20261126"))
INVOICES = int(os.environ.get("BILLING_INVOICES", "12"))
# what tells two equal records apart
OWN = {"id", "create_date", "write_date", "move_id", "access_token"}
NUMBERS = {"name", "move_name", "payment_reference", "sequence_number"}


@tagged("post_install", "-at_install", "slow")
class TestBillingComplete(ContractCase):
    """Invoices made with all of their lines are those that Odoo makes of their product lines: each
    stored column, each tag, and what becomes of them later (B1).

    BILLING_SEED and BILLING_INVOICES (per rounding method) widen the walk.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tags = cls.env["account.account.tag"].create(
            [{"name": f"Box {n}", "applicability": "taxes"} for n in range(3)]
        )
        cls.taxes = {}
        for use in ("sale", "purchase"):
            cls.taxes[use] = [
                cls.make_tax(13, use, name=f"Tagged {use}"),
                cls.make_tax(6, use, name=f"Six {use}"),
                cls.make_tax(9, use, name=f"In {use}", price_include_override="tax_included"),
                cls.make_tax(5, use, name=f"Base {use}", include_base_amount=True, sequence=0),
                cls.make_tax(
                    4, use, name=f"Cash {use}", tax_exigibility="on_payment", **cls.cash_basis()
                ),
                cls.make_tax(21, use, name=f"Reverse {use}", **cls.reverse_charge()),
            ]
            lines = cls.taxes[use][0].invoice_repartition_line_ids
            for line, tag in zip(lines, tags, strict=False):
                line.tag_ids = tag
        cls.service.property_account_income_id = cls.make_account("Services", "income")
        cls.mapped = cls.make_position(cls.service.property_account_income_id, cls.receivable)
        cls.plan_jobs = cls.env["account.analytic.plan"].create({"name": "Jobs"})
        jobs = cls.env["account.analytic.account"].create(
            [{"name": f"Job {n}", "plan_id": cls.plan_jobs.id} for n in range(2)]
        )
        cls.env["account.analytic.distribution.model"].create(
            {
                "partner_id": cls.payer.id,
                "analytic_distribution": {str(jobs[0].id): 60, str(jobs[1].id): 40},
            }
        )
        cls.job = {str(jobs[1].id): 100}

    @classmethod
    def reverse_charge(cls):
        rows = [
            Command.create({"repartition_type": kind, "factor_percent": percent})
            for kind, percent in (("base", 100), ("tax", 100), ("tax", -100))
        ]
        return {"invoice_repartition_line_ids": rows, "refund_repartition_line_ids": rows}

    @classmethod
    def cash_basis(cls):
        cls.company.tax_exigibility = True
        account = cls.make_account("Waiting", "asset_current", reconcile=True)
        return {"cash_basis_transition_account_id": account.id}

    @classmethod
    def make_position(cls, *sources):
        return cls.env["account.fiscal.position"].create(
            {
                "name": "Abroad",
                "company_id": cls.company.id,
                "account_ids": [
                    Command.create(
                        {
                            "account_src_id": source.id,
                            "account_dest_id": cls.make_account(
                                f"Abroad {source.name}",
                                source.account_type,
                                reconcile=source.reconcile,
                            ).id,
                        }
                    )
                    for source in sources
                ],
            }
        )

    def draw(self, dice, use):
        kind = {"sale": "out_invoice", "purchase": "in_invoice"}[use]
        journal = self.env["account.journal"].search(
            [("type", "=", use), ("company_id", "=", self.company.id)], limit=1
        )
        return {
            "move_type": kind,
            "company_id": self.company.id,
            "journal_id": journal.id,
            "partner_id": dice.choice([self.customer, self.payer, self.vendor]).id,
            "currency_id": dice.choice([self.usd, self.usd, self.eur, self.jpy, self.kwd]).id,
            "fiscal_position_id": dice.choice([False, self.mapped.id]),
            "invoice_date": dice.choice(["2026-01-10", "2026-02-10", False]),
            "invoice_payment_term_id": False,
            "invoice_date_due": dice.choice(["2026-03-31", "2026-01-01", False]),
            "invoice_user_id": self.seller.id,
            "invoice_origin": "K",
            "ref": f"R {dice.random()}",
            "invoice_line_ids": [
                Command.create(self.draw_line(dice, use)) for _n in range(dice.randint(1, 5))
            ],
        }

    def draw_line(self, dice, use):
        product = dice.choice([self.pump, self.service, self.env["product.product"]])
        taxes = dice.sample(self.taxes[use], dice.choice([0, 1, 1, 1, 2]))
        return {
            "product_id": product.id,
            "product_uom_id": product.uom_id.id,
            "name": f"Goods {dice.random()}",
            "quantity": dice.choice([1, 2, 3.5, 0.333, 12]),
            "price_unit": dice.choice([0, -5.5, *[round(dice.uniform(0.01, 9999), 4)] * 8]),
            "discount": dice.choice([0, 0, 5, 12.5, 33.333]),
            "tax_ids": [tax.id for tax in taxes],
            **({"analytic_distribution": self.job} if dice.random() < 0.2 else {}),
        }

    def columns(self, record, skipped):
        """Return all that is stored of a record, but for what makes it another one."""
        found = {}
        for name, field in record._fields.items():
            if field.store and name not in skipped and field.type not in ("one2many", "binary"):
                value = record[name]
                found[name] = sorted(value.ids) if field.relational else value
        return found

    def lines_of(self, move, skipped):
        return sorted(
            (self.columns(line, skipped) for line in move.line_ids),
            key=lambda row: (
                row["display_type"],
                str(row["date_maturity"]),
                str(row.get("name")),
                row["tax_repartition_line_id"],
                row["balance"],
                row["amount_currency"],
                str(row["analytic_distribution"]),
            ),
        )

    def assertAlike(self, plain, complete, step):
        self.env.flush_all()
        self.env.invalidate_all()
        for one, other in zip(plain, complete, strict=True):
            text = f"seed {SEED} {step}: {one.move_type} {one.id} {other.id}"
            skipped = OWN | NUMBERS if one.posted_before else OWN
            self.assertEqual(self.columns(one, skipped), self.columns(other, skipped), text)
            mine, theirs = self.lines_of(one, skipped), self.lines_of(other, skipped)
            self.assertEqual(len(mine), len(theirs), text)
            for left, right in zip(mine, theirs, strict=True):
                self.assertEqual(left, right, text)

    def copied(self, vals):
        """Values of their own: ``create`` changes those that it is given."""
        rows = [Command.create(dict(row)) for _create, _id, row in vals["invoice_line_ids"]]
        return {**vals, "invoice_line_ids": rows}

    def edit(self, move):
        """What a user does to a draft by hand: other texts, prices, quantities, lines, dates."""
        first, *others = move.invoice_line_ids.sorted("sequence")
        first.write({"name": "Edited", "price_unit": 77.77, "quantity": 3})
        if others:
            others[-1].unlink()
        move.write(
            {
                "invoice_line_ids": [Command.create({"name": "More", "price_unit": 10})],
                "invoice_date_due": "2026-06-30",
                "invoice_date": move.invoice_date or "2026-02-11",
            }
        )

    def make(self, values):
        """Return the same invoices made by ``create`` and with complete lines."""
        Move = self.env["account.move"]
        complete = Complete(Move, self.company)
        for vals in values:
            self.assertTrue(complete.fits(vals), vals)
        plain = Move.create([self.copied(vals) for vals in values])
        return plain, Move._create_complete(values)

    def walk(self, pair, text):
        """Compare them as made, posted, reset to draft, edited by hand and posted again."""
        self.assertAlike(*pair, f"{text} made")
        for step in ("action_post", "button_draft"):
            for moves in pair:
                dated = moves.filtered("invoice_date")
                getattr(dated.filtered(lambda move: move.amount_total >= 0), step)()
            self.assertAlike(*pair, f"{text} {step}")
        for moves in pair:
            for move in moves:
                self.edit(move)
        self.assertAlike(*pair, f"{text} edited")
        for moves in pair:
            moves.filtered(lambda move: move.amount_total >= 0).action_post()
        self.assertAlike(*pair, f"{text} posted again")

    def test_b1_complete_lines_are_odoos_own(self):
        dice = random.Random(SEED)
        for method in ("round_globally", "round_per_line"):
            self.company.tax_calculation_rounding_method = method
            drawn = [
                self.draw(dice, use) for use in ("sale", "purchase") for _n in range(INVOICES // 2)
            ]
            self.walk(self.make(drawn), method)

    def test_b1_complete_lines_of_plan_lines(self):
        """The amounts that plan lines hand to Odoo's tax engine are taken over both ways."""
        plan = [("A", 37.66, "2026-01-31"), ("B", 37.67, "2026-02-28"), ("C", 37.67, None)]
        for direction in ("sale", "purchase"):
            for currency in (self.usd, self.eur):
                k = self.contract(
                    113.0,
                    plan,
                    goods=[(self.pump, 1, 60.0), (self.service, 2, 20.0)],
                    tax=self.taxes[direction][0],
                    direction=direction,
                    currency_id=currency.id,
                )
                self.walk(
                    self.make(self.lines(k)._prepare_invoices("2026-01-10")),
                    f"{direction} {currency.name}",
                )

    def test_b1_what_was_not_proved_goes_the_plain_way(self):
        """Cash rounding, taxes of a fixed amount or a group, discounts on an account of their own."""
        group = self.make_tax(0, amount_type="group", name="Group")
        group.children_tax_ids = self.taxes["sale"][0] | self.taxes["sale"][1]
        fixed = self.make_tax(5, amount_type="fixed", name="Fixed")
        k = self.contract(
            1000.0,
            [("A", 1000, "2026-01-31")],
            goods=[(self.pump, 1, 1000.0)],
        )
        [vals] = self.lines(k)._prepare_invoices("2026-01-10")
        [(_create, _id, row)] = vals["invoice_line_ids"]

        def fits(**changes):
            line = {**row, **{name: changes.pop(name) for name in {*row} & {*changes}}}
            values = {**vals, **changes, "invoice_line_ids": [Command.create(line)]}
            return Complete(self.env["account.move"], self.company).fits(values)

        self.assertTrue(fits())
        self.assertFalse(fits(tax_ids=group.ids))
        self.assertFalse(fits(tax_ids=fixed.ids))
        self.assertFalse(fits(move_type="out_refund"))
        self.assertFalse(
            fits(invoice_payment_term_id=self.env.ref("account.account_payment_term_30days").id)
        )
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "Five",
                "rounding": 0.05,
                "profit_account_id": self.get_account("income").id,
                "loss_account_id": self.expense.id,
            }
        )
        self.assertFalse(fits(invoice_cash_rounding_id=rounding.id))
        self.env["ir.default"].set("account.move", "invoice_cash_rounding_id", rounding.id)
        self.assertFalse(fits())
        self.env["ir.default"].discard_records(rounding)
        self.company.account_discount_expense_allocation_id = self.expense
        self.assertTrue(fits())
        self.assertFalse(fits(discount=5.0))
        self.company.account_storno = True
        self.assertFalse(fits())

    def test_b1_both_ways_in_one_batch(self):
        """Invoices that go the plain way stand where they were asked for."""
        fixed = self.make_tax(5, amount_type="fixed", name="Fixed")
        lines = self.env["commercial.contract.settlement"]
        for number, tax in enumerate((fixed, self.tax_13, fixed, self.tax_13)):
            total = 1005.0 if tax == fixed else 1130.0
            k = self.contract(
                total,
                [("A", total, f"2026-01-0{number + 1}")],
                goods=[(self.pump, 1, 1000.0)],
                tax=tax,
            )
            lines |= k.settlement_ids
        moves = lines._bill("2026-01-10")
        self.assertEqual(moves.mapped("amount_total"), lines.mapped("amount"))
        self.assertEqual(moves.invoice_line_ids.commercial_settlement_id, lines)

    def test_b1_a_draft_says_who_made_it(self):
        """One note in the chatter of each draft, and no mail."""
        env = self.env(context={**self.env.context, "tracking_disable": False})
        lines = self.lines(self.contract()).with_env(env)
        mails = self.env["mail.mail"].search_count([])
        moves = lines._bill("2026-01-10")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        for move in moves:
            self.assertIn("Invoice Created", move.message_ids.body)
            self.assertEqual(move.message_ids.author_id, self.env.user.partner_id)
