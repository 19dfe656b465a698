from odoo.addons.commercial_contract.models.cash import ledger
from odoo.tests import TransactionCase, tagged

# What the reader reads and no path of the engine names, and why a contract is marked all the same.
FIXED = {
    "account.account": {
        "account_type": "a setting: it marks the contracts for the job",
    },
    "account.journal": {
        "suspense_account_id": "a setting: it marks the contracts for the job",
    },
    "account.move": {
        "amount_total": "follows price_total of the lines",
        "amount_total_signed": "follows price_total of the lines and invoice_currency_rate",
        "invoice_date_due": "orders announced payments only; typed while the invoice is a draft",
        "journal_id": "cannot change once the entry was posted",
        "move_type": "cannot change",
        "origin_payment_id": "set when the entry is made",
        "tax_cash_basis_origin_move_id": "set when the entry is made",
        "tax_cash_basis_rec_id": "set when the entry is made",
    },
    "account.move.line": {
        "amount_currency": "cannot change while posted; balance moves with it",
        "currency_id": "cannot change while posted",
        "statement_line_id": "set when the entry is made",
    },
    "account.partial.reconcile": {
        "amount": "written when the partial is made",
        "credit_amount_currency": "written when the partial is made",
        "debit_amount_currency": "written when the partial is made",
        "max_date": "follows the dates of the two items",
    },
    "account.payment": {
        "outstanding_account_id": "written while the payment is a draft",
        "state": "account_payment_follow.py marks the contracts where it counts",
    },
    "account.payment.method.line": {
        "payment_account_id": "a setting: it marks the contracts for the job",
    },
    "res.company": {
        "contract_deposit_account_ids": "a setting: it marks the contracts for the job",
        "contract_fee_account_ids": "a setting: it marks the contracts for the job",
        "currency_exchange_journal_id": "a setting: it marks the contracts for the job",
        "transfer_account_id": "a setting: it marks the contracts for the job",
    },
}


@tagged("post_install", "-at_install")
class TestEnginePaths(TransactionCase):
    """Every column that the reader reads marks the contract, or cannot change while it counts."""

    def named(self):
        """Return the (model, field) of every step of every path of the engine's depends."""
        contract = self.env["commercial.contract"]
        found = set()
        for path in self.registry.field_depends[contract._fields["ledger_version"]]:
            model = contract
            for name in path.split("."):
                field = model._fields[name]
                found.add((model._name, name))
                if field.relational:
                    # a one2many names its many2one: creating, deleting and moving records marks
                    if field.type == "one2many":
                        found.add((field.comodel_name, field.inverse_name))
                    model = self.env[field.comodel_name]
        return found

    def test_what_is_read_is_named(self):
        named = self.named()
        silent = sorted(
            f"{model}.{name}"
            for model, names in ledger.READS.items()
            for name in names
            if (model, name) not in named and name not in FIXED.get(model, {})
        )
        self.assertFalse(silent, "read by the engine, but no path of its depends names it")

    def test_the_list_of_fixed_columns_is_not_longer_than_needed(self):
        named = self.named()
        for model, names in FIXED.items():
            for name in names:
                with self.subTest(model=model, name=name):
                    self.assertIn(name, ledger.READS.get(model, ()))
                    self.assertFalse((model, name) in named, "a path names it")

    def test_nothing_that_the_engine_writes_is_one_of_its_inputs(self):
        fed = {
            ("commercial.contract", name)
            for name in ("amount_settled", "amount_adjusted", "amount_unallocated")
        } | {
            ("commercial.contract.settlement", name)
            for name in ("amount_settled", "amount_adjusted", "amount_residual", "state")
        }
        self.assertFalse(fed & self.named())

    def test_paths_run_through_fields_without_domain(self):
        contract = self.env["commercial.contract"]
        for path in self.registry.field_depends[contract._fields["ledger_version"]]:
            field = contract._fields[path.split(".")[0]]
            if field.type == "one2many":
                self.assertFalse(
                    field.domain, f"{field}: the ORM would search instead of following"
                )
