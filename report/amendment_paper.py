from odoo import api, models
from odoo.tools import formatLang, get_lang

from ..tools.pages import count_lines, paginate
from .contract_paper import LINE, PADDING, ROOM, TITLE

HEADS = {
    "terms": TITLE + LINE + PADDING,
    "goods": TITLE + 2 * LINE + PADDING,
    "plan": TITLE + LINE + PADDING,
}


class AmendmentPaper(models.AbstractModel):
    """An amendment on paper: what was agreed and what is agreed now, side by side, to be signed by
    both parties, in the language of the other one."""

    _name = "report.commercial_contract.amendment_paper"
    _description = "Supplementary Agreement"

    @api.model
    def _get_report_values(self, docids, data=None):
        amendments = self.env["commercial.contract.amendment"].browse(docids)
        amendments.check_access("read")
        docs = []
        for amendment in amendments:
            code = get_lang(self.env, amendment.partner_id.lang).code
            docs.append(self.with_context(lang=code)._get_paper(amendment.with_context(lang=code)))
        return {"docs": docs}

    def _get_paper(self, amendment):
        """Return all that the template prints of one amendment, as text and laid on pages."""
        contract = amendment.contract_id
        printer = self.env["report.commercial_contract.contract_paper"]
        parties = printer._get_parties(contract)
        facts = self._get_facts(printer, amendment)
        ended = amendment.kind == "terminate"
        parts = self._get_parts(printer, amendment, parties)
        pages = paginate(parts, ROOM, HEADS)
        return {
            "amendment": amendment,
            "contract": contract,
            "lang_code": amendment.env.context["lang"],
            "title": self.env._("Termination Agreement")
            if ended
            else self.env._("Supplementary Agreement"),
            "number": self.env._(
                "%(number)s to Contract No. %(contract)s",
                number=amendment.name,
                contract=contract.name,
            ),
            "parties": parties,
            "facts": facts,
            "closing": self.env._(
                "The parties end the contract by mutual agreement. Of each payment remains due what stands"
                " above as new amount."
            )
            if ended
            else self.env._(
                "The parties agree on the changes above. All other terms of the contract stay in force."
            ),
            "totals": self._get_totals(printer, amendment),
            "pages": pages,
            "page_labels": printer._get_page_labels(len(pages)),
        }

    def _get_facts(self, printer, amendment):
        contract = amendment.contract_id
        facts = [
            (self.env._("Contract Title"), contract.title),
            (self.env._("Signed On"), printer._get_date(contract.date_signed)),
            (self.env._("Effective On"), printer._get_date(amendment.date)),
            (self.env._("Currency"), contract.currency_id.name),
            (self.env._("Reason"), amendment.reason),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_parts(self, printer, amendment, parties):
        height = printer._get_head_height(parties) + LINE * count_lines(amendment.reason, 90)
        parts = [("head", height, {}, False)]
        for section, rows in (
            ("terms", self._get_terms(amendment)),
            ("goods", self._get_goods(printer, amendment)),
            ("plan", self._get_plan(printer, amendment)),
        ):
            parts += [(section, self._get_height(row), row, False) for row in rows]
        parts.append(("totals", 3 * (LINE + PADDING) + LINE, {}, len(parts) > 1))
        return [*parts, ("signature", 280, {}, True)]

    def _get_height(self, row):
        lines = count_lines(row["name"], 15 if "quantities" in row else 24)
        if "before" in row:
            lines = max(lines, *(count_lines(row[name], 32) for name in ("before", "after")))
        return PADDING + LINE * lines

    def _get_terms(self, amendment):
        return [
            {
                "number": number,
                "name": row.label,
                "before": row.text_before or "–",
                "after": row.text_after or "–",
            }
            for number, row in enumerate(amendment.term_ids, 1)
        ]

    def _get_goods(self, printer, amendment):
        currency = amendment.currency_id
        return [
            {
                "number": number,
                "name": row.name,
                "unit": row.unit or "",
                "quantities": [
                    printer._get_quantity(row.quantity_before),
                    printer._get_quantity(row.quantity_after),
                ],
                "prices": [
                    formatLang(self.env, price, dp="Product Price")
                    for price in (row.price_before, row.price_after)
                ],
                "amounts": [
                    printer._get_money(amount, currency)
                    for amount in (row.amount_before, row.amount_after)
                ],
            }
            for number, row in enumerate(amendment.goods_ids, 1)
        ]

    def _get_plan(self, printer, amendment):
        currency, lines = amendment.currency_id, self.env["commercial.contract.settlement"]
        return [
            {
                "number": number,
                "name": row.settlement_id.label or row.name,
                "dates": [
                    printer._get_date(date) or lines._read_event(event) or "–"
                    for date, event in (
                        (row.date_before, row.event_before),
                        (row.date_after, row.event_after),
                    )
                ],
                "amounts": [
                    printer._get_money(amount, currency)
                    for amount in (row.amount_before, row.amount_after)
                ],
            }
            for number, row in enumerate(amendment.line_ids, 1)
        ]

    def _get_totals(self, printer, amendment):
        """Return the amounts before and after: of the contract, or of what remains of its plan."""
        currency = amendment.currency_id
        ended = amendment.kind == "terminate"
        before, after = (
            (amendment.amount_before, amendment.amount_after)
            if ended
            else (amendment.total_before, amendment.total_after)
        )
        return {
            "label": self.env._("Amount to Settle") if ended else self.env._("Contract Amount"),
            "before": printer._get_money(before, currency),
            "after": printer._get_money(after, currency),
            "difference": printer._get_money(after - before, currency),
            "words": printer._get_words(after, currency),
        }
