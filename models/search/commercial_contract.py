from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import typed

BATCH = 1000  # contracts whose texts are read at once
NEIGHBOURS = 80  # contracts of the nearest ones: one page
NEAR = 0.4  # one wrong sign in a Chinese word of six is found at 0.5, in shorter ones below it


class CommercialContract(models.Model):
    """One box finds a contract by whatever somebody remembers of it.

    Names and goods stand in one stored text with a trigram index: an OR over joined tables is 12 to
    130 times dearer. The ORM keeps it fresh; a partner with ten thousand contracts is renamed rarely,
    and their texts are then made in batches. Numbers of invoices and payments are looked up in the
    ledger when somebody searches: written into the text, each posting would cost a write on the contract.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]
    _rec_names_search = ["found_by"]

    search_text = fields.Text(
        compute="_compute_search_text",
        store=True,
        copy=False,
        index="trigram",
        prefetch=False,
        # found through `found_by` only: it names projects that a reader of the contract may not see
        groups=".",
        export_string_translation=False,
    )
    found_by = fields.Char(
        string="Contract",
        store=False,
        search="_search_found_by",
        help="Number, title, customer, payer, goods, project, amount, month, invoice or payment.",
    )

    @api.depends(
        "name",
        "title",
        "partner_id.name",
        "partner_id.ref",
        "commercial_partner_id.name",
        "commercial_partner_id.ref",
        "payer_id.name",
        "payer_id.ref",
        "project_id.name",
        "line_ids.name",
        "line_ids.model_number",
        "line_ids.specification",
    )
    def _compute_search_text(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for start in range(0, len(self), BATCH):
            for contract in self[start : start + BATCH]:
                contract.search_text = typed.searchable(contract._get_search_texts(languages))

    def _get_search_texts(self, languages):
        """Return the texts by which this contract is found; later packages add theirs.

        :param languages: codes of the languages of translated names
        """
        partners = self.partner_id | self.commercial_partner_id | self.payer_id
        project = self.project_id
        return [
            self.name,
            self.title,
            *(text for partner in partners for text in (partner.name, partner.ref)),
            *(project.with_context(lang=code).name for code in languages if project),
            *(
                text
                for line in self.line_ids
                for text in (line.name, line.model_number, line.specification)
            ),
        ]

    def _search_found_by(self, operator, value):
        """Find by the words typed, all of them in any order; where nobody but a typing mistake fits,
        by that, and where nothing fits, the nearest ones.

        What the user may not see neither fits nor stands in the way of what does.
        """
        if operator == "in":  # an import names a contract whole
            return Domain.OR([[(name, "in", value)] for name in ("name", "title")])
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        words = typed.words(value)
        if not words:
            return Domain.TRUE
        exact = self._found_domain([self._sql_exact(word) for word in words])
        # as the user, even where Odoo searches a many2one as superuser: the mistake of one must not
        # tell that a contract of somebody else would fit
        contracts = self.sudo(False).with_context(active_test=False)
        if not contracts.has_access("read") or contracts.search(exact, limit=1, order="id"):
            return exact
        near = self._found_domain(
            [SQL("%s UNION ALL %s", self._sql_exact(w), self._sql_slips(w)) for w in words]
        )
        if contracts.search(near, limit=1, order="id"):
            return near
        return Domain("id", "in", contracts._find_nearest(typed.normal(value)))

    def _found_domain(self, parts):
        return Domain.AND(
            Domain.custom(
                to_sql=lambda model, alias, query, part=part: SQL(
                    "%s IN (%s)", SQL.identifier(alias, "id"), part
                )
            )
            for part in parts
        )

    def _sql_text(self):
        column = SQL.identifier("search_text", to_flush=self._fields["search_text"])
        return self.env.registry.unaccent(column)

    def _sql_exact(self, word):
        """Ids of the contracts that a word names: in their text, in the ledger, as amount or month."""
        unaccent = self.env.registry.unaccent
        forms = {word, typed.squeezed(word)} - {""}
        patterns = [f"%{typed.escaped(form)}%" for form in sorted(forms)]
        parts = [
            SQL(
                "SELECT id FROM commercial_contract WHERE %s LIKE %s", self._sql_text(), unaccent(p)
            )
            for p in (SQL("%s", pattern) for pattern in patterns)
        ]
        if len(word) > 2:
            parts.append(self._sql_ledger(f"%{typed.escaped(word)}%"))
        if bounds := typed.amounts(word):
            parts.append(
                SQL(
                    "SELECT id FROM commercial_contract WHERE amount_total >= %s AND amount_total < %s",
                    *bounds,
                    to_flush=self._fields["amount_total"],
                )
            )
        if days := typed.month(word):
            lines = self.env["commercial.contract.settlement"]
            parts.append(
                SQL(
                    "SELECT id FROM commercial_contract WHERE date_signed BETWEEN %s AND %s"
                    " UNION ALL SELECT contract_id FROM commercial_contract_settlement"
                    " WHERE date_due BETWEEN %s AND %s",
                    *days,
                    *days,
                    to_flush=[self._fields["date_signed"], lines._fields["date_due"]],
                )
            )
        return SQL(" UNION ALL ").join(parts)

    def _sql_ledger(self, pattern):
        """Ids of the contracts of documents and payments with such a number or reference.

        Without the rules of the ledger: only contracts come out, and theirs filter them.
        """
        env = self.env
        env["commercial.contract"]._follow_marked()
        read = {
            "account.move": ("name", "ref", "payment_reference"),
            "account.move.line": ("commercial_contract_id", "move_id"),
            "account.payment": ("name", "memo", "payment_reference", "commercial_contract_id"),
            "account.bank.statement.line": ("payment_ref", "move_id", "commercial_contract_id"),
            "commercial.contract.allocation": ("contract_id", "move_line_id", "payment_id"),
        }
        return SQL(
            """
            SELECT i.commercial_contract_id FROM account_move_line i JOIN account_move m ON m.id = i.move_id
             WHERE i.commercial_contract_id IS NOT NULL
               AND (m.name ILIKE %(p)s OR m.ref ILIKE %(p)s OR m.payment_reference ILIKE %(p)s)
             UNION ALL
            SELECT a.contract_id FROM commercial_contract_allocation a
              JOIN account_move_line i ON i.id = a.move_line_id JOIN account_move m ON m.id = i.move_id
             WHERE m.name ILIKE %(p)s OR m.ref ILIKE %(p)s OR m.payment_reference ILIKE %(p)s
             UNION ALL
            SELECT a.contract_id FROM commercial_contract_allocation a JOIN account_payment y ON y.id = a.payment_id
             WHERE y.name ILIKE %(p)s OR y.memo ILIKE %(p)s OR y.payment_reference ILIKE %(p)s
             UNION ALL
            SELECT y.commercial_contract_id FROM account_payment y
             WHERE y.commercial_contract_id IS NOT NULL
               AND (y.name ILIKE %(p)s OR y.memo ILIKE %(p)s OR y.payment_reference ILIKE %(p)s)
             UNION ALL
            SELECT b.commercial_contract_id FROM account_bank_statement_line b
             WHERE b.commercial_contract_id IS NOT NULL AND b.payment_ref ILIKE %(p)s
             UNION ALL
            SELECT a.contract_id FROM account_bank_statement_line b
              JOIN account_move_line i ON i.move_id = b.move_id
              JOIN commercial_contract_allocation a ON a.move_line_id = i.id
             WHERE b.payment_ref ILIKE %(p)s""",
            p=pattern,
            to_flush=[env[model]._fields[name] for model, names in read.items() for name in names],
        )

    def _sql_slips(self, word):
        """Ids of the contracts whose text has the word but for one typing mistake; needs no pg_trgm."""
        unaccent = self.env.registry.unaccent
        parts = [
            SQL("%s LIKE %s", self._sql_text(), unaccent(SQL("%s", f"%{pattern}%")))
            for pattern in typed.slips(word)
        ]
        return SQL(
            "SELECT id FROM commercial_contract WHERE %s",
            SQL(" OR ").join(parts) if parts else SQL("FALSE"),
        )

    def _find_nearest(self, text):
        """Return ids of what is most like a text among the contracts that the user may see."""
        if not self.env.registry.has_trigram:
            return []
        wanted, found = SQL("%s::text", text), self._sql_text()
        query = self._search(
            Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IN (SELECT id FROM commercial_contract WHERE %s <%% %s)",
                    SQL.identifier(alias, "id"),
                    wanted,
                    found,
                )
            ),
            order="id",
        )
        self.env.cr.execute(
            SQL("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", str(NEAR))
        )
        nearest = SQL(
            "SELECT id FROM commercial_contract WHERE id IN %s"
            " ORDER BY word_similarity(%s, %s) DESC, id DESC LIMIT %s",
            query.subselect(),
            wanted,
            found,
            NEIGHBOURS,
        )
        return [row[0] for row in self.env.execute_query(nearest)]
