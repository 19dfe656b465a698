from odoo import api, fields, models

from ..cash import ledger
from ..cash.books import Books
from .commercial_contract_fact_booking import BATCH

# What facts are made of, beside the books: those the engine tells of (``_note_books``).
DEPENDS = [
    "amount_total",
    "amount_untaxed",
    "analytic_account_id",
    "category_id",
    "commercial_partner_id",
    "currency_rate",
    "date_signed",
    "department_id",
    "is_framework",
    "partner_id",
    "project_id",
    "state",
    "team_id",
    "user_id",
    *(
        f"settlement_ids.{name}"
        for name in (
            "amount",
            "date_due",
            "is_cancelled",
            "method_id",
            "opening_date",
            "opening_invoiced",
        )
    ),
    "line_ids.price_subtotal",
    "line_ids.price_total",
    "line_ids.product_id",
    "amendment_ids.date",
]


class CommercialContract(models.Model):
    """What of a contract is worth a fact: it is marked, and booked before the transaction ends."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    fact_version = fields.Integer(
        compute="_compute_fact_version",
        store=True,
        copy=False,
        aggregator=None,
        export_string_translation=False,
    )

    @api.depends(*DEPENDS)
    def _compute_fact_version(self):
        """Mark the contract; what is stored here is counted by the booking."""
        real = self.filtered("id")
        real.fetch(["fact_version"])
        for contract in self:
            contract.fact_version = contract.fact_version if contract.id else 0
        if real:
            self.env["commercial.contract.fact"]._mark(dict.fromkeys(real._ids))

    def _note_books(self, books):
        result = super()._note_books(books)
        self.env["commercial.contract.fact"]._mark(
            {contract.id: books.billed(contract.id) for contract in self}
        )
        return result

    @api.model
    def _book_facts_of_before(self):
        """Book the facts that contracts do not have yet, at the time when their sources were made: so
        earlier days are not empty. In batches; what is booked already stays as it is."""
        # superuser: facts are of the books, not of what a user may see of them
        contracts = self.with_env(self.env(su=True, context={"active_test": False}))
        contracts = contracts.search([("is_framework", "=", False)], order="id")
        facts = contracts.env["commercial.contract.fact"]
        for start in range(0, len(contracts), BATCH):
            part = contracts.browse(contracts._ids[start : start + BATCH])
            ledger.flush(self.env)
            books = Books(part.env, part)
            billed = {c.id: books.billed(c.id) for c in part}
            facts._fill_bare(billed)
            facts._book(billed, at_source=True)
            self.env.invalidate_all()
