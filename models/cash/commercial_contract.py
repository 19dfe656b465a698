from odoo import api, fields, models

from ...tools.figures import line_figures, plan_state
from ...tools.money import cumulative, from_units
from ...tools.waterfall import lay
from ..contract.parts import PAYMENTS
from . import ledger
from .books import Books
from .ledger_fields import LedgerMonetary, LedgerOne2many, LedgerSelection

# The ORM marks a contract as soon as one of these changes, whatever changed it. Each column that
# ledger.READS names is here, or is on the list of test_engine_paths of what cannot change while an
# entry is posted. Nothing that the engine writes may stand here. They mark `ledger_version` alone: of
# all triggers on the models of the books, seven further fields on these paths were 14,446 of 40,355.
_DOCUMENT = "move_line_ids.move_id"
_ITEM = f"{_DOCUMENT}.line_ids"
_PAID = "tagged_payment_ids.move_id.line_ids"
_BANK = "tagged_statement_line_ids.move_id.line_ids"
_FAR = (
    "matched_credit_ids.credit_move_id",
    "matched_debit_ids.debit_move_id",
)
DEPENDS = [
    "company_id",
    "currency_id",
    "direction",
    *(
        f"settlement_ids.{name}"
        for name in (
            "amount",
            "date_due",
            "sequence",
            "is_cancelled",
            "opening_settled",
            "opening_date",
        )
    ),
    # its documents and tagged items
    *(
        f"move_line_ids.{name}"
        for name in (
            "commercial_settlement_id",
            "price_total",
            "parent_state",
            "display_type",
            "account_id",
            "balance",
        )
    ),
    *(
        f"{_DOCUMENT}.{name}"
        for name in (
            "currency_id",
            "date",
            "invoice_date",
            "reversed_entry_id",
            "invoice_currency_rate",
        )
    ),
    # the other lines of a shared document take part in sharing its cash (R7)
    f"{_ITEM}.price_total",
    f"{_ITEM}.commercial_contract_id",
    f"{_ITEM}.commercial_settlement_id.date_due",
    f"{_ITEM}.commercial_settlement_id.sequence",
    # what these are matched with, and whether THAT entry is posted: a draft keeps its partials
    *(
        f"{path}.{far}.{name}"
        for path in (_ITEM, _PAID, _BANK)
        for far in _FAR
        for name in ("parent_state", "date")
    ),
    # a payment names the plan line of what it pays
    *(f"{_ITEM}.{far}.commercial_settlement_id" for far in _FAR),
    *(f"{_ITEM}.{far}.payment_id.commercial_settlement_id" for far in _FAR),
    # tagged cash on a document that then gets a contract, or on other cash that gets a tag
    *(f"{path}.{far}.commercial_contract_id" for path in (_ITEM, _PAID, _BANK) for far in _FAR),
    *(
        f"{path}.{far}.payment_id.commercial_contract_id"
        for path in (_ITEM, _PAID, _BANK)
        for far in _FAR
    ),
    *(
        f"{path}.{far}.move_id.line_ids.commercial_settlement_id"
        for path in (_ITEM, _PAID, _BANK)
        for far in _FAR
    ),
    *(
        f"{path}.{far}.move_id.line_ids.commercial_contract_id"
        for path in (_ITEM, _PAID, _BANK)
        for far in _FAR
    ),
    # the other items of an entry say what share of it is cash
    *(
        f"{path}.{far}.move_id.line_ids.{name}"
        for path in (_ITEM, _PAID, _BANK)
        for far in _FAR
        for name in ("account_id", "balance")
    ),
    # an early discount goes to the document that grants it, if the others let it (R12)
    *(
        f"{path}.{far}.{name}"
        for path in (_ITEM, _PAID, _BANK, *(f"{_ITEM}.{far}.move_id.line_ids" for far in _FAR))
        for far in _FAR
        for name in ("discount_date", "discount_amount_currency")
    ),
    # payments without journal entry (R13); account_payment_follow.py follows their status
    *(f"{_DOCUMENT}.matched_payment_ids.{name}" for name in ("amount", "date", "move_id")),
    f"{_DOCUMENT}.matched_payment_ids.invoice_ids.line_ids.matched_credit_ids.credit_move_id.parent_state",
    f"{_DOCUMENT}.matched_payment_ids.invoice_ids.line_ids.matched_debit_ids.debit_move_id.parent_state",
    # the tags (L2)
    *(
        f"tagged_payment_ids.{name}"
        for name in (
            "amount",
            "date",
            "currency_id",
            "partner_id",
            "payment_type",
            "commercial_settlement_id",
            "move_id",
            "invoice_ids.state",
        )
    ),
    "tagged_statement_line_ids.move_id.date",  # a bank line's day can change while it is posted
    *(
        f"{path}.{name}"
        for path in (_PAID, _BANK)
        for name in (
            "account_id",
            "balance",
            "commercial_contract_id",
            "commercial_settlement_id",
            "parent_state",
        )
    ),
]

BATCH = 1000  # contracts that the engine takes at once

# Read before they are assigned: an assignment whose old value is not in the cache writes the row.
TOTALS = (
    "ledger_version",
    "amount_invoiced",
    "amount_settled",
    "amount_adjusted",
    "amount_unsettled",
    "amount_unallocated",
    "settlement_state",
)
FED = TOTALS[1:]  # what the engine feeds; whoever asks for one first gets what is pending
RUNNING = (
    "commercial_contract_engine"  # key in the cursor's cache: the engine never runs inside itself
)
FIGURES = (
    "amount_invoiced",
    "amount_settled",
    "amount_adjusted",
    "amount_residual",
    "date_settled",
    "state",
)


class CommercialContract(models.Model):
    """The engine: it follows the ledger by itself (DESIGN 4)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    # The paths of DEPENDS run through these and through move_line_ids of billing; a domain on one
    # of them would make the ORM search instead.
    tagged_payment_ids = fields.One2many(
        "account.payment", "commercial_contract_id", string="Tagged Payments", groups=PAYMENTS
    )
    tagged_statement_line_ids = fields.One2many(
        "account.bank.statement.line",
        "commercial_contract_id",
        string="Tagged Bank Lines",
        groups=PAYMENTS,
    )
    allocation_ids = LedgerOne2many(
        "commercial.contract.allocation",
        "contract_id",
        string="Cash",
        readonly=True,
        groups=PAYMENTS,
    )
    ledger_version = fields.Char(
        compute="_compute_ledger", store=True, copy=False, export_string_translation=False
    )
    amount_invoiced = LedgerMonetary(
        string="Invoiced",
        compute="_compute_totals",
        store=True,
        copy=False,
        help="What posted invoices bill of this contract, credit notes taken off, tax included.",
    )
    amount_settled = LedgerMonetary(
        string="Settled",
        compute="_compute_totals",
        store=True,
        copy=False,
        help="Money in the books that settles the plan: cash, netting and what was settled before Odoo.",
    )
    amount_adjusted = LedgerMonetary(
        string="Adjusted",
        compute="_compute_totals",
        store=True,
        copy=False,
        help="Closed without money: written off, discounts, small differences.",
    )
    amount_unsettled = LedgerMonetary(
        string="Unsettled",
        compute="_compute_totals",
        store=True,
        copy=False,
        help="What the plan still waits for.",
    )
    amount_unallocated = LedgerMonetary(
        string="Unallocated",
        compute="_compute_totals",
        store=True,
        copy=False,
        help="Money of this contract above its plan. It flows on by itself when the plan grows.",
    )
    settlement_state = LedgerSelection(
        [("none", "Nothing Settled"), ("partial", "Partly Settled"), ("settled", "Fully Settled")],
        string="Settlement Status",
        compute="_compute_totals",
        store=True,
        index=True,
        copy=False,
        help="What the books say. The status of the contract is set by people.",
    )

    @api.depends(*DEPENDS)
    def _compute_ledger(self):
        for contract in self.filtered(lambda contract: not contract.id):
            contract.ledger_version = contract._origin.ledger_version
        self.filtered("id")._follow_ledger()

    def _compute_totals(self):
        """What the engine put here stays; a form being typed shows what is stored."""
        for contract in self:
            contract.update({name: contract._origin[name] for name in FED})

    def _recompute_model(self, fnames=None):
        if fnames is None or not set(FED).isdisjoint(fnames):
            self._follow_marked()
        return super()._recompute_model(fnames)

    def _recompute_recordset(self, fnames=None):
        if fnames is None or not set(FED).isdisjoint(fnames):
            self._follow_marked()
        return super()._recompute_recordset(fnames)

    def follow_ledger(self):
        """Rebuild the allocations of these contracts from the books. Where nothing drifted it changes nothing (I5)."""
        self.check_access("read")
        self._follow_ledger(force=True)
        return True

    @api.model
    def _follow_marked(self):
        """Run the engine for all marked contracts now, unless it is running."""
        if self._get_marked() and not self.env.cr.cache.get(RUNNING):
            self._recompute_field(self._fields["ledger_version"])

    @api.model
    def _get_marked(self):
        """Return the ids of the contracts that wait for the engine."""
        return self.env.transaction.tocompute.get(self._fields["ledger_version"]) or ()

    def _follow_ledger(self, force=False):
        """Bring rows and totals to what the ledger says; write only what differs.

        Runs for a thousand marked contracts at once, as superuser and without any context of whoever
        flushed: a default_amount, a language or the companies of a salesperson must not get in.
        """
        self.env.cr.cache[RUNNING] = True
        try:
            # superuser: what is settled does not depend on who looks
            contracts = self.with_env(self.env(su=True, context={}))
            for start in range(0, len(contracts), BATCH):
                part = contracts[start : start + BATCH]
                part.with_prefetch(part._ids)._store_ledger(force)
        finally:
            self.env.cr.cache.pop(RUNNING, None)

    def _store_ledger(self, force):
        ledger.flush(self.env)
        contracts = self.exists()  # SQL raises no MissingError, and the ORM relies on one
        contracts.fetch(TOTALS)
        books = Books(self.env, contracts)
        contracts._note_books(books)
        digests = {contract: books.digest(contract.id) for contract in contracts}
        changed = contracts.filtered(lambda c: force or digests[c] != c.ledger_version)
        for contract in contracts - changed:
            contract.ledger_version = contract.ledger_version  # assigned, or the ORM would empty it
        if not changed:
            return
        if not force:
            changed._fetch_lines(books)
        wanted, figures, moved = {}, {}, []
        # a rebuild assigns only what differs; what the ORM has marked must be assigned, or it is emptied
        marked = set(self._get_marked() if force else changed._ids)
        with self.env.protecting([self._fields[name] for name in TOTALS], changed):
            for contract in changed:
                rows, totals, lines = contract._work_out(books)
                wanted.update(rows)
                figures.update(lines)
                # always the digest: this write is what makes two workers on one contract collide
                values = {**totals, "ledger_version": digests[contract]}
                differs = any(contract[k] != v for k, v in totals.items())
                if differs:
                    moved.append(contract.id)
                if differs or contract.id in marked or contract.ledger_version != digests[contract]:
                    contract.update(values)
        self.browse(moved).modified(FED)
        self.env["commercial.contract.allocation"]._apply(changed, wanted)
        self._feed_lines(changed, figures)

    def _note_books(self, books):
        """The seam for what follows the books beside the figures here: the engine read them for these
        contracts. Whoever extends it notes what he needs, and asks nothing: it runs within payments."""

    def _fetch_lines(self, books):
        """Read the plan lines at once: Odoo's loops over single payments mark contracts through them,
        and would read them one by one."""
        ids = [row[0] for contract in self for row in books.lines[contract.id]]
        lines = self.env["commercial.contract.settlement"].browse(ids)
        lines.fetch((*FIGURES, "amount", "is_cancelled", "contract_id"))

    def _feed_lines(self, contracts, figures):
        """Store the figures of plan lines, without ``write``: approvals and locks are no matter of the ledger.

        :param figures: {plan line id: values in the order of FIGURES}
        """
        Line = self.env["commercial.contract.settlement"]
        stored = ledger.figures(self.env, contracts.ids, FIGURES)
        moved = Line.browse(line_id for line_id in figures if stored[line_id] != figures[line_id])
        with self.env.protecting([Line._fields[name] for name in FIGURES], moved):
            for line in moved:
                line.update(dict(zip(FIGURES, figures[line.id], strict=True)))
        moved.modified(FIGURES)
        Line.invalidate_model(["allocation_ids"], flush=False)
        contracts.invalidate_model(["allocation_ids"], flush=False)

    def _work_out(self, books):
        """Return (allocation rows, totals of the contract, figures per plan line) as the books say."""
        self.ensure_one()
        rows, rest = self._lay_rows(books)
        own, rounding = books.roundings(self.id)
        wanted, laid = {}, {}
        for row, (date, units, company) in rows.items():
            wanted[row] = (date, from_units(units, rounding), from_units(company, own))
            sums = laid.setdefault(row[1], [0, 0, date])
            sums[row[2] == "writeoff"] += units
            sums[2] = max(sums[2], date)
        invoiced = books.invoiced(self.id)
        figures, totals, states = {}, [sum(invoiced.values()), 0, 0, 0], set()
        for line in books.plan(self.id):
            settled, adjusted, last = laid.get(line.id, (0, 0, False))
            residual, state = line_figures(line.amount, settled, adjusted, line.closed)
            units = (invoiced.get(line.id, 0), settled, adjusted, residual)
            last = last if state == "settled" else False
            figures[line.id] = (*(from_units(value, rounding) for value in units), last, state)
            totals[1:] = map(int.__add__, totals[1:], units[1:])
            states.add(state)
        state = plan_state(totals[1] + totals[2], states)
        totals = [from_units(value, rounding) for value in (*totals, rest)]
        return wanted, dict(zip(FED, (*totals, state), strict=True)), figures

    def _lay_rows(self, books):
        """Return ({allocation key: (date, units, company units)} without zeros, unallocated units)."""
        money = books.items(self.id)
        laid, rest = lay(books.plan(self.id), money)
        items = {item.key: (item, origin) for item, origin in money.items()}
        rows, spent = self._opening_rows(books), {}
        for (key, line_id), units in sorted(laid.items()):
            item, origin = items[key]
            before = spent.get(key, 0)
            spent[key] = before + abs(units)
            company = cumulative(origin.company_units, before, spent[key], abs(item.amount))
            source = (origin.move_line, origin.payment, origin.document)
            row = (self.id, line_id, item.kind, *(value or False for value in source))
            _date, old, old_company = rows.get(row, (None, 0, 0))
            rows[row] = (
                item.date,
                old + units,
                old_company + (company if units > 0 else -company),
            )
        return {row: values for row, values in rows.items() if values[1]}, rest

    def _opening_rows(self, books):
        return {
            (self.id, line_id, "opening", False, False, False): (date, units, worth)
            for line_id, date, units, worth in books.openings(self.id)
        }
