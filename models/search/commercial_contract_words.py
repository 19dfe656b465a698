from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import typed
from ..contract.parts import sees_part

MOST = 1000  # ids of the ledger that are handed over as such


class CommercialContract(models.Model):
    """Which contracts a word names, as conditions on the contract's own row: PostgreSQL lays them on
    what the user sees, or takes the trigram index where they are rare."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _named_by(self, word, dated=True):
        """Return the domain of the contracts that a normal word names: in their text, in the ledger,
        as amount or date.

        :param dated: whether by a date; what stands below a contract has dates of its own
        """
        domain = Domain.OR(
            self._text_like(typed.escaped(form))
            for form in sorted({word, typed.squeezed(word)} - {""})
        )
        if bounds := typed.amounts(word):
            domain |= Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "(%(amount)s >= %(low)s AND %(amount)s < %(high)s)",
                    amount=model._sql_column(alias, "amount_total"),
                    low=bounds[0],
                    high=bounds[1],
                )
            )
        for span in typed.dates(word) if dated else ():
            domain |= self._dated_within(span)
        return domain | self._named_in_ledger(word)

    def _named_amiss(self, word):
        """Return the domain of the contracts whose text has the word but for one typing mistake; needs
        no pg_trgm. Half of the word stands there, which is asked first: it is rarely so."""
        if typed.amounts(word) or typed.dates(word):
            return Domain.FALSE  # a number that is nearly right is another one
        halves = typed.slips(word).items()

        def condition(model, alias, _query):
            arms = (
                SQL(
                    "(%s AND (%s))",
                    model._sql_like(alias, half),
                    SQL(" OR ").join(model._sql_like(alias, slip) for slip in slips),
                )
                for half, slips in halves
            )
            return SQL("(%s)", SQL(" OR ").join(arms))

        return Domain.custom(to_sql=condition) if halves else Domain.FALSE

    def _text_like(self, pattern):
        return Domain.custom(to_sql=lambda model, alias, query: model._sql_like(alias, pattern))

    def _sql_like(self, alias, pattern):
        """Whether the text holds a pattern of LIKE."""
        pattern = SQL("%s", f"%{pattern}%")
        return SQL("%s LIKE %s", self._sql_text(alias), self.env.registry.unaccent(pattern))

    def _sql_text(self, alias):
        """The text of a contract; without its goods where these are closed to the user."""
        text = self._sql_column(alias, "search_text")
        if not sees_part(self.sudo(False).env, "goods"):  # sudo(False): whoever typed the words
            text = SQL("SPLIT_PART(%s, %s, 1)", text, typed.GOODS)
        return self.env.registry.unaccent(text)

    def _dated_within(self, span):
        due = self.env["commercial.contract.settlement"]._fields["date_due"]
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s BETWEEN %s AND %s OR %s IN (SELECT contract_id"
                " FROM commercial_contract_settlement WHERE date_due BETWEEN %s AND %s))",
                model._sql_column(alias, "date_signed"),
                *span,
                SQL.identifier(alias, "id"),
                *span,
                to_flush=due,
            )
        )

    def _named_in_ledger(self, word):
        """Return the domain of the contracts of documents and payments with such a number or reference.

        Without the rules of the ledger: only contracts come out, and theirs filter them.
        """
        numbers = self._sql_ledger(f"%{typed.escaped(word)}%") if len(word) >= 3 else None
        if not numbers:
            return Domain.FALSE
        rows = self.env.execute_query(SQL("SELECT * FROM (%s) found LIMIT %s", numbers, MOST + 1))
        if len(rows) <= MOST:  # ids leave PostgreSQL the choice of an index
            ids = sorted({row[0] for row in rows})
            return Domain("id", "in", ids)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), numbers
            )
        )

    def _sql_ledger(self, pattern):
        """Ids of the contracts that are named so, as far as the user sees invoices and payments; None
        where he sees neither."""
        env = self.env
        # sudo(False): whoever typed the word, even where Odoo searches a many2one as superuser
        seen = {part for part in ("invoices", "payments") if sees_part(self.sudo(False).env, part)}
        if not seen:
            return None
        env["commercial.contract"]._follow_marked()
        read = {
            "account.move": ("name", "ref", "payment_reference"),
            "account.move.line": ("commercial_contract_id", "move_id"),
            "account.payment": ("name", "memo", "payment_reference", "commercial_contract_id"),
            "account.bank.statement.line": ("payment_ref", "move_id", "commercial_contract_id"),
            "commercial.contract.allocation": ("contract_id", "move_line_id", "payment_id"),
        }

        def named(alias, *columns):
            unaccent = env.registry.unaccent
            return SQL(" OR ").join(
                SQL(
                    "%s ILIKE %s",
                    unaccent(SQL.identifier(alias, column)),
                    unaccent(SQL("%s", pattern)),
                )
                for column in columns
            )

        moves = named("m", "name", "ref", "payment_reference")
        payments, bank = named("y", "name", "memo", "payment_reference"), named("b", "payment_ref")
        arms = (
            (
                {"invoices"},
                """SELECT i.commercial_contract_id FROM account_move_line i
                     JOIN account_move m ON m.id = i.move_id
                    WHERE i.commercial_contract_id IS NOT NULL AND (%s)""",
                moves,
            ),
            (
                {"invoices", "payments"},  # entries of both kinds
                """SELECT a.contract_id FROM commercial_contract_allocation a
                     JOIN account_move_line i ON i.id = a.move_line_id
                     JOIN account_move m ON m.id = i.move_id WHERE %s""",
                moves,
            ),
            (
                {"payments"},
                """SELECT a.contract_id FROM commercial_contract_allocation a
                     JOIN account_payment y ON y.id = a.payment_id WHERE %s""",
                payments,
            ),
            (
                {"payments"},
                """SELECT y.commercial_contract_id FROM account_payment y
                    WHERE y.commercial_contract_id IS NOT NULL AND (%s)""",
                payments,
            ),
            (
                {"payments"},
                """SELECT b.commercial_contract_id FROM account_bank_statement_line b
                    WHERE b.commercial_contract_id IS NOT NULL AND %s""",
                bank,
            ),
            (
                {"payments"},
                """SELECT a.contract_id FROM account_bank_statement_line b
                     JOIN account_move_line i ON i.move_id = b.move_id
                     JOIN commercial_contract_allocation a ON a.move_line_id = i.id WHERE %s""",
                bank,
            ),
        )
        return SQL(
            "%s",
            SQL(" UNION ALL ").join(SQL(arm, names) for parts, arm, names in arms if parts <= seen),
            to_flush=[env[model]._fields[name] for model, names in read.items() for name in names],
        )
