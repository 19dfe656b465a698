from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import typed

BATCH = 1000  # contracts whose texts are read at once
COMPARED = 200  # contracts that are compared letter by letter
NEAREST = 40  # fewer than a page, so that nobody counts them
NEAR = 0.4  # how alike the nearest must be: a third of the letters may be wrong
MEMORY = "commercial_contract.found_by"  # key in the cache of the cursor


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
        help="Number, title, customer, payer, goods, project, amount, date, invoice or payment.",
    )

    _amount_total_idx = models.Index("(amount_total)")

    @api.depends(
        "name",
        "title",
        "partner_ref",
        "partner_id.name",
        "partner_id.ref",
        "commercial_partner_id.name",
        "commercial_partner_id.ref",
        "payer_id.name",
        "payer_id.ref",
        "invoice_partner_id.name",
        "invoice_partner_id.ref",
        "project_id.name",
        "line_ids.name",
        "line_ids.model_number",
        "line_ids.specification",
        "line_ids.product_id.default_code",
    )
    def _compute_search_text(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for start in range(0, len(self), BATCH):
            for contract in self[start : start + BATCH]:
                text = typed.searchable(contract._get_search_texts(languages))
                if goods := typed.searchable(contract._get_goods_texts()):
                    text += typed.GOODS + goods
                contract.search_text = text

    def _get_search_texts(self, languages):
        """Return the texts by which this contract is found; later packages add theirs.

        :param languages: codes of the languages of translated names
        """
        partners = (
            self.partner_id | self.commercial_partner_id | self.payer_id | self.invoice_partner_id
        )
        project = self.project_id
        return [
            self.name,
            self.title,
            self.partner_ref,
            *(text for partner in partners for text in (partner.name, partner.ref)),
            *(project.with_context(lang=code).name for code in languages if project),
        ]

    def _get_goods_texts(self):
        """Return the texts of the goods: they stand behind the others, for whoever sees goods."""
        return [
            text
            for line in self.line_ids
            for text in (
                line.name,
                line.model_number,
                line.specification,
                line.product_id.default_code,
            )
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
        words = tuple(typed.words(value))
        if not words:
            return Domain.TRUE
        # one search by the client is a page and its count: what fits is looked for once
        memory = self.env.cr.cache.setdefault(MEMORY, {})
        key = (self.env.uid, tuple(self.env.companies.ids), words)
        if not self._reads_repeat():
            memory.clear()
        if key not in memory:
            memory[key] = self._find_by_words(words)
        return memory[key]

    def _reads_repeat(self):
        """Whether all that was read stands as it was: the cursor reads one snapshot of the database,
        and this transaction has written nothing and has nothing to write."""
        transaction = self.env.transaction
        if any(transaction.field_dirty.values()) or any(transaction.tocompute.values()):
            return False
        [[xid]] = self.env.execute_query(SQL("SELECT pg_current_xact_id_if_assigned()::text"))
        return xid is None

    def _find_by_words(self, words):
        named = {word: self._named_by(word) for word in words}
        exact = Domain.AND(named.values())
        # as the user, even where Odoo searches a many2one as superuser: the mistake of one must not
        # tell that a contract of somebody else would fit
        contracts = self.sudo(False).with_context(active_test=False)
        if not contracts.has_access("read") or contracts._has_any(exact):
            return exact
        near = Domain.AND(domain | self._named_amiss(word) for word, domain in named.items())
        ids = contracts._search(near, order="id").get_result_ids()
        if not ids:
            numbers = [domain for word, domain in named.items() if typed.has_digit(word)]
            rest = [word for word in words if not typed.has_digit(word)]
            ids = contracts._find_nearest(rest, Domain.AND(numbers))
        return Domain("id", "in", ids)

    def _has_any(self, domain):
        """Whether the user sees a record of this domain."""
        query = self._search(domain, order="id")
        [[found]] = self.env.execute_query(SQL("SELECT EXISTS %s", query.subselect()))
        return found

    def _find_nearest(self, words, domain):
        """Return ids of what is most like some words, among what the user sees of a domain: by the
        share of their pieces that stands in the text, and for the best of these also by what
        PostgreSQL thinks of it, where it can tell (pg_trgm)."""
        pieces = typed.pieces(words)
        if not pieces:
            return []
        query, table = self._search(domain, order="id"), self._table
        held = SQL(" + ").join(
            SQL("(%s)::int", self._sql_like(table, typed.escaped(piece))) for piece in pieces
        )
        share = SQL("held::float / %s", len(pieces))
        if self.env.registry.has_trigram:
            wanted = self.env.registry.unaccent(SQL("%s", " ".join(words)))
            share = SQL("GREATEST(%s, word_similarity(%s, text))", share, wanted)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM (
                    SELECT id, %s AS likeness FROM (
                        SELECT * FROM %s seen (id, text, held) WHERE held > 0
                         ORDER BY held DESC, id DESC LIMIT %s) alike) nearest
                 WHERE likeness >= %s ORDER BY likeness DESC, id DESC LIMIT %s""",
                share,
                query.subselect(SQL.identifier(table, "id"), self._sql_text(table), held),
                COMPARED,
                NEAR,
                NEAREST,
            )
        )
        return [row[0] for row in rows]
