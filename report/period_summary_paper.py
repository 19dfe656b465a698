from odoo import api, models
from odoo.tools import formatLang

from ..tools.pages import count_lines, paginate

# Pixels as wkhtmltopdf prints them: A4 across holds some 1,380 by 930 between the margins.
ROOM = 800
LINE, PADDING = 19, 8
NAME = 40  # Latin letters that the first column holds


class PeriodSummary(models.AbstractModel):
    """The summary on screen and on paper."""

    _name = "report.commercial_contract.period_summary"
    _inherit = ["report.commercial_contract.period_summary"]

    @api.model
    def _get_report_values(self, docids, data=None):
        asked = {
            key: value
            for key, value in (data or {}).items()
            if key in ("unit", "day", "direction", "by") and value
        }
        summary = self._get_period_summary_data(**asked)
        pages = paginate(
            self._get_parts(summary), ROOM, {"rows": 2 * LINE + PADDING, "steps": 3 * LINE}
        )
        papers = self.env["report.commercial_contract.contract_paper"]
        sheet = {
            **summary,
            "currency_name": summary["currency"].name,
            "pages": pages or [[]],
            "page_labels": papers._get_page_labels(len(pages) or 1),
            "step_columns": [
                self.env._("Period"),
                *(label for key, _kind, label in summary["columns"] if key in summary["flows"]),
            ],
        }
        return {"sheet": sheet, "lang_code": self.env.lang or "en_US"}

    def _get_parts(self, summary):
        """Return the rows by group with their total, and those of the steps, as parts of paper."""
        if not summary["rows"]:
            return []
        currency = summary["currency"]
        parts = []
        for row in [*summary["rows"], {"group": self.env._("Grand Total"), **summary["totals"]}]:
            cells = [
                self._get_text(row[key], kind, currency) for key, kind, _label in summary["columns"]
            ]
            is_total = "group_id" not in row
            height = PADDING + LINE * count_lines(row["group"], NAME)
            parts.append(("rows", height, {"cells": cells, "is_total": is_total}, is_total))
        for step in summary["steps"]:
            cells = [
                step["label"],
                *(self._get_text(step[key], "money", currency) for key in summary["flows"]),
            ]
            parts.append(("steps", LINE + PADDING, {"cells": cells, "is_total": False}, False))
        return parts

    def _get_text(self, value, kind, currency):
        if kind == "text":
            return value
        if kind == "count":
            return str(value) if value else "–"
        if currency.is_zero(value):
            return "–"
        return formatLang(self.env, value, digits=currency.decimal_places)
