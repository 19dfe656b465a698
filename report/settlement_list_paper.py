from odoo import api, fields, models
from odoo.tools import date_utils, format_date, formatLang

from ..tools.pages import count_lines, paginate

# Pixels as wkhtmltopdf prints them: A4 across holds some 1,380 by 930 between the margins.
ROOM = 800
LINE, PADDING = 19, 8
LETTER = 7.7
WIDTHS = {
    "due": 96,
    "customer": 180,
    "contract": 122,
    "line": 118,
    "responsible": 98,
    "amount": 118,
    "settled_before": 118,
    "settled_period": 118,
    "open": 118,
    "days_late": 76,
    "invoices": 140,
}
HEADS = {"rows": 2 * LINE + PADDING}
FOOT = 80


class SettlementList(models.AbstractModel):
    """The list on paper, and what the wizard or the ticked lines ask for."""

    _name = "report.commercial_contract.settlement_list"
    _inherit = ["report.commercial_contract.settlement_list"]

    @api.model
    def _get_report_values(self, docids, data=None):
        sheets = [
            sheet
            for asked in self._get_asked_lists(docids, data or {})
            for sheet in self._get_sheets(asked)
        ]
        width = sum(WIDTHS.values())
        widths = {key: f"width: {100 * value / width:.2f}%" for key, value in WIDTHS.items()}
        return {"sheets": sheets, "widths": widths, "lang_code": self.env.lang or "en_US"}

    def _get_asked_lists(self, docids, data):
        """Return one ``_get_settlement_list_data`` for what is asked: ticked plan lines, one list a
        direction, or the period of ``data``, which is this month where it names none."""
        first = fields.Date.context_today(self).replace(day=1)
        period = (
            data.get("date_from") or first,
            data.get("date_to") or date_utils.end_of(first, "month"),
        )
        lines = self.env["commercial.contract.settlement"].browse(docids or ())
        if not lines or data.get("date_from"):
            asked = {
                key: data[key]
                for key in ("direction", "mode", "user_id", "department_id")
                if key in data
            }
            return [self._get_settlement_list_data(*period, **asked)]
        lines.check_access("read")
        return [
            self._get_settlement_list_data(*period, direction, line_ids=part.ids)
            for direction, part in lines.grouped("direction").items()
        ]

    def _get_sheets(self, asked):
        """Return one dict a currency with its rows in text, laid on pages."""
        if not asked["lists"]:
            return [{**asked, "currency_name": "", "pages": [[]], "page_labels": [""], "foot": []}]
        paper, sheets = self.env["report.commercial_contract.contract_paper"], []
        for part in asked["lists"]:
            foot = self._get_foot(part)
            pages = paginate(self._get_parts(asked, part, foot), ROOM, HEADS)
            sheets.append(
                {
                    **asked,
                    "currency_name": part["currency"].name,
                    "pages": pages,
                    "page_labels": paper._get_page_labels(len(pages)),
                    "foot": foot,
                }
            )
        return sheets

    def _get_parts(self, asked, part, foot):
        """Return the parts of the paper: a group's title, its rows and its subtotal stay together
        where they meet, so none stands alone on a page."""
        paper, parts = self.env["report.commercial_contract.contract_paper"], []
        for group in part["groups"]:
            name = group["responsible"] or self.env._("Nobody responsible")
            title = paper._add_note(name, len(group["rows"]))
            parts.append(("rows", LINE + PADDING, {"kind": "group", "title": title}, False))
            for number, row in enumerate(group["rows"]):
                cells = [self._get_text(row, column) for column in asked["columns"]]
                parts.append(
                    ("rows", self._get_height(cells), {"kind": "row", "cells": cells}, not number)
                )
            subtotal = self._get_sum_row(self.env._("Subtotal"), group["totals"], part["currency"])
            parts.append(("rows", LINE + PADDING, {"kind": "subtotal", **subtotal}, True))
        total = self._get_sum_row(self.env._("Grand Total"), part["totals"], part["currency"])
        parts.append(("rows", LINE + PADDING, {"kind": "total", **total}, True))
        height = FOOT + LINE * sum(count_lines(text, 130) for _label, text in foot)
        return [*parts, ("foot", height, {}, True)]

    def _get_text(self, row, column):
        """Return a cell of the paper: its text, its column and the classes that it is drawn in."""
        key, kind, _label = column
        value = row[key]
        css = "" if kind == "text" else "o_contract_number" if kind != "date" else "o_contract_date"
        if kind == "money":
            value = self._get_money(value, row["currency"])
        elif kind == "date":
            value = format_date(self.env, value) or "–"
        elif kind == "count":
            value = str(value) if value else "–"
        if row["days_late"] and key in ("due", "open", "days_late"):
            css = f"{css} o_contract_late"
        return {"key": key, "text": value, "css": css}

    def _get_height(self, cells):
        return PADDING + LINE * max(
            count_lines(cell["text"], int(WIDTHS[cell["key"]] / LETTER)) for cell in cells
        )

    def _get_sum_row(self, label, totals, currency):
        return {
            "label": label,
            "sums": [
                self._get_money(totals[key], currency)
                for key in ("amount", "settled_before", "settled_period", "open")
            ],
        }

    def _get_foot(self, part):
        """Return (label, text) of what stands under the list, its total in words at last."""
        currency, totals = part["currency"], part["totals"]
        facts = [
            (
                self.env._("Cash in the books for these contracts in the period"),
                part["cash_in_books"],
                True,
            ),
            (self.env._("Of it on lines that are not listed"), part["cash_elsewhere"], False),
            (self.env._("Closed without money"), totals["adjusted"], False),
            (self.env._("Unallocated on these contracts today"), part["unallocated"], False),
        ]
        words = self.env["report.commercial_contract.contract_paper"]._get_words(
            totals["open"], currency
        )
        return [
            *(
                (label, formatLang(self.env, amount, digits=currency.decimal_places))
                for label, amount, always in facts
                if always or not currency.is_zero(amount)
            ),
            (self.env._("Unsettled in words"), words),
        ]

    def _get_money(self, amount, currency):
        """Return an amount for a list, where nothing is a dash and not a figure."""
        if currency.is_zero(amount):
            return "–"
        return formatLang(self.env, amount, digits=currency.decimal_places)
