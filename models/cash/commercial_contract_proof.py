from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..contract.parts import PAYMENTS
from . import ledger
from .books import Books
from .commercial_contract import FED, FIGURES
from .ledger_fields import LedgerFloat, LedgerInteger, LedgerMany2many


class CommercialContract(models.Model):
    """What can be read from the engine's figures, and the proof that they are those of the books."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    amount_overdue = fields.Monetary(
        string="Overdue Amount",
        compute="_compute_amount_overdue",
        search="_search_amount_overdue",
        help="Unsettled lines whose due date is over. Lines without a date are never overdue.",
    )
    date_next_due = fields.Date(string="Next Due", compute="_compute_amount_overdue")
    amount_next_due = fields.Monetary(string="Next Amount", compute="_compute_amount_overdue")
    settled_percent = LedgerFloat(
        string="Settled (%)",
        compute="_compute_settled_percent",
        aggregator="avg",
        help="Settled share of the amount.",
    )
    payment_ids = LedgerMany2many(
        "account.payment",
        string="Receipts and Payments",
        compute="_compute_payment_ids",
        compute_sudo=True,
        groups=PAYMENTS,
    )
    payment_count = LedgerInteger(
        compute="_compute_payment_ids", compute_sudo=True, groups=PAYMENTS
    )

    @api.depends(
        "settlement_ids.amount_residual", "settlement_ids.date_due", "settlement_ids.state", "state"
    )
    def _compute_amount_overdue(self):
        today = fields.Date.context_today(self)
        for contract in self:
            awaited = contract.settlement_ids.filtered(lambda line: line._is_awaited()).sorted(
                "date_due"
            )
            late = awaited.filtered(lambda line: line.date_due < today)
            contract.amount_overdue = sum(late.mapped("amount_residual"))
            contract.date_next_due = awaited[:1].date_due
            contract.amount_next_due = awaited[:1].amount_residual

    def _search_amount_overdue(self, operator, value):
        """Answers "is something overdue"; amounts are compared in Python, since they depend on today."""
        late = self.env["commercial.contract.settlement"]._search([("due_status", "=", "overdue")])
        has_late = Domain("settlement_ids", "in", late)
        if operator in (">", "!=") and not value:
            return has_late
        if operator in ("=", "<=") and not value:
            return ~has_late
        if operator not in ("=", "!=", ">", ">=", "<", "<="):
            return NotImplemented
        contracts = self.search(has_late)
        compare = {
            "=": lambda c: not c.currency_id.compare_amounts(c.amount_overdue, value),
            "!=": lambda c: c.currency_id.compare_amounts(c.amount_overdue, value),
            ">": lambda c: c.currency_id.compare_amounts(c.amount_overdue, value) > 0,
            ">=": lambda c: c.currency_id.compare_amounts(c.amount_overdue, value) >= 0,
            "<": lambda c: c.currency_id.compare_amounts(c.amount_overdue, value) < 0,
            "<=": lambda c: c.currency_id.compare_amounts(c.amount_overdue, value) <= 0,
        }[operator]
        domain = Domain("id", "in", contracts.filtered(compare).ids)
        zero_fits = {
            "=": value == 0,
            "!=": value != 0,
            ">": value < 0,
            ">=": value <= 0,
            "<": value > 0,
            "<=": value >= 0,
        }
        return domain | ~has_late if zero_fits[operator] else domain

    @api.depends("amount_settled", "amount_total")
    def _compute_settled_percent(self):
        for contract in self:
            total = contract.amount_total
            contract.settled_percent = 100 * contract.amount_settled / total if total else 0.0

    @api.depends("allocation_ids.move_line_id", "allocation_ids.payment_id", "tagged_payment_ids")
    @api.depends_context("uid")
    def _compute_payment_ids(self):
        """Computed as superuser: people without rights on the books see how many payments there are
        (DESIGN 7), and the payments themselves as far as they may see them."""
        found = {}
        for contract in self:
            rows = contract.allocation_ids
            found[contract] = (
                rows.payment_id | rows.move_line_id.payment_id | contract.tagged_payment_ids
            )
        payments = self.env["account.payment"].union(*found.values())
        visible = payments.sudo(False)._filtered_access("read")  # back to the user's own rights
        for contract in self:
            contract.payment_ids = found[contract].filtered(lambda pay: pay.id in visible._ids)
            contract.payment_count = len(found[contract])

    def _check_ledger(self):
        """Compare what is stored with the books; return a list of drifts, empty when all ties.

        Writes nothing. Looks at the contracts in ``self``, or at all where ``self`` is empty. A drift
        is ``{"contract": record, "line": record or None, "what": name, "stored": x, "books": y}``.
        """
        contracts = self or self.with_context(active_test=False).search(Domain.TRUE)
        # superuser: the proof is of the books, not of what a user may see of them
        contracts = contracts.with_env(self.env(su=True, context={}))
        ledger.flush(self.env)
        self.env["commercial.contract.allocation"].flush_model()
        drifts = []
        for start in range(0, len(contracts), 1000):
            part = contracts[start : start + 1000]
            books = Books(part.env, part)
            stored = {contract.id: {} for contract in part}
            for key, found in part.env["commercial.contract.allocation"]._stored_rows(part).items():
                stored[key[0]][key] = [row[1:] for row in found]
            found = [
                drift
                for contract in part
                for drift in contract._get_drifts(books, stored[contract.id])
            ]
            drifted = {drift["contract"] for drift in found}
            sound = part.filtered(lambda contract, drifted=drifted: contract not in drifted)
            drifts += found + sound._get_follower_drifts(books)
        return drifts

    def _get_follower_drifts(self, books):
        """Return the drifts of what later packages made of the figures of these contracts, as
        ``_check_ledger`` does. The figures themselves tie here."""
        return []

    def _get_drifts(self, books, stored):
        rows, totals, figures = self._work_out(books)
        drifts = []

        def compare(what, have, want, line=None):
            if have != want:
                drifts.append(
                    {"contract": self, "line": line, "what": what, "stored": have, "books": want}
                )

        for key in sorted(stored.keys() | rows.keys(), key=repr):
            line = self.env["commercial.contract.settlement"].browse(key[1])
            compare("allocation", stored.get(key, []), [rows[key]] if key in rows else [], line)
        compare("ledger_version", self.ledger_version, books.digest(self.id))
        for name in FED:
            compare(name, self[name], totals[name])
        for line in self.settlement_ids:
            for name, value in zip(FIGURES, figures[line.id], strict=True):
                compare(name, line[name], value, line)
        if (
            self.state == "active"
            and not self.is_framework
            and not self.currency_id.is_zero(self.amount_unplanned)
        ):
            compare("plan", self.amount_planned, self.amount_total)
        return drifts

    def _check_unlocked(self, vals):
        """Money and invoices hold a contract to its company, currency and direction (DESIGN 8)."""
        result = super()._check_unlocked(vals)
        fixed = [name for name in ("company_id", "currency_id", "direction") if name in vals]
        for contract in self if fixed else ():
            changed = any(contract._is_changed(name, vals[name]) for name in fixed)
            # sudo: the books count, whether this user may read them or not
            books = contract.sudo()
            if changed and (
                books.allocation_ids or books.move_line_ids or books.tagged_payment_ids
            ):
                raise UserError(
                    self.env._(
                        "%s has invoices or money in the books: its company, currency and direction stay as they are."
                        " Make a new contract instead.",
                        contract.display_name,
                    )
                )
        return result

    def _get_history_faults(self):
        faults = super()._get_history_faults()
        for contract in self:
            currency = contract.currency_id
            held = (
                contract.amount_settled
                + contract.amount_adjusted
                + abs(contract.amount_unallocated)
            )
            # sudo: a payment that the user may not see counts as well
            if not currency.is_zero(held) or contract.sudo().tagged_payment_ids:
                faults.append(
                    self.env._(
                        "%(contract)s holds money (%(amount)s). Take its payments off first, or terminate it.",
                        contract=contract.display_name,
                        amount=formatLang(self.env, held, currency_obj=currency),
                    )
                )
        return faults
