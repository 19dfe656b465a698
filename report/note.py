from odoo import models
from odoo.tools import formatLang, get_lang, html2plaintext

from ..tools.pages import count_lines, paginate

# Pixels as wkhtmltopdf prints them: A4 upright holds some 930 by 1,380 between the margins.
ROOM = 1270
LINE, PADDING = 23, 10
LETTER = 8.6
WIDTH = 930
EDGES = 13  # of a cell: what its lines and the room beside them take of its width
LETTERS = 95  # of a text over the whole width
HEADS = {"rows": LINE * 2 + PADDING}


class Note(models.AbstractModel):
    """A paper of one table: whom it goes to, its rows, the total in figures and words.

    Those who inherit it say in ``_get_notes`` what stands on their papers.
    """

    _name = "commercial.contract.note"
    _description = "Paper of One Table"

    def _get_report_values(self, docids, data=None):
        docs = [self._lay(note) for note in self._get_notes(docids)]
        return {"docs": docs, "lang_code": docs[0]["lang_code"] if docs else "en_US"}

    def _get_notes(self, docids):
        """Return the papers for the printed records, as dicts of text.

        Keys: company (record), title, number, facts [(label, text)], columns [(label, percent of
        the width, kind)] where kind is "number" or "", rows [[text]], total [text] as a row,
        words, foot [(label, text)], seal, lang_code; a letter also has text: HTML above the table.
        """
        raise NotImplementedError

    def _for_partner(self, partner):
        """Return this model in the language of whom the paper goes to."""
        return self.with_context(lang=get_lang(self.env, partner.lang).code)

    def _money(self, amount, currency):
        return formatLang(self.env, amount, digits=currency.decimal_places)

    def _lay(self, note):
        rows = [
            ("rows", self._get_height(note, row), {"cells": row}, False) for row in note["rows"]
        ]
        total = ("rows", LINE + PADDING, {"cells": note["total"], "is_total": True}, bool(rows))
        # the labels ask in the language of the paper, not in that of whoever prints
        paper = self.env["report.commercial_contract.contract_paper"]
        paper = paper.with_context(lang=note["lang_code"])
        sender = paper._get_sender(note["company"])
        facts = 230 + LINE * count_lines(sender, LETTERS)
        facts += LINE * sum(count_lines(text, 75) for _label, text in note["facts"])
        if note.get("text"):
            facts += LINE * (count_lines(html2plaintext(note["text"]), LETTERS) + 1)
        foot = 220 + LINE * sum(count_lines(text, 75) for _label, text in note["foot"])
        # nobody signs a page that holds nothing but the signature
        parts = [("head", facts, {}, False), *rows, total, ("foot", foot, {}, True)]
        pages = paginate(parts, ROOM, HEADS)
        labels = paper._get_page_labels(len(pages))
        return {**note, "pages": pages, "page_labels": labels, "company_facts": sender}

    def _get_height(self, note, row):
        return PADDING + LINE * max(
            count_lines(text, max(1, int((WIDTH * percent / 100 - EDGES) / LETTER)))
            for text, (_label, percent, _kind) in zip(row, note["columns"], strict=True)
        )
