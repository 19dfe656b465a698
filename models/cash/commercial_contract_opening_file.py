from odoo import api, models
from odoo.exceptions import UserError

from ...tools.cells import head_key
from ...tools.opening_rows import read_openings, read_tables
from ...tools.workbook import Remark, column_letter, open_workbook, read_grids, write_remarks
from .opening_check import OpeningCheck
from .opening_texts import column_labels, describe

MAX_BYTES = 30 * 1024 * 1024


class CommercialContract(models.Model):
    """A file of running contracts, checked: what can be taken over, and the file itself with remarks."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _check_opening_file(self, content, filename, options):
        """Check a file of running contracts; nothing is written.

        :param content: the file as bytes: .xlsx, .xls or .csv
        :param options: as ``OpeningCheck`` takes them
        :return: dict of ``prepared`` (what ``_take_over`` takes), ``remarks`` (errors first), ``count``
            (contracts in the file) and ``file`` (bytes of the .xlsx with the remarks in it)
        :raises UserError: no file, one that is too large, or no sheet
        """
        book = self._open_opening_book(content, filename)
        labels = column_labels(self.env)
        names = {head_key(label): column for column, label in labels.items()}
        tables = read_tables(read_grids(content, book), names)
        openings, faults = read_openings(tables, self._is_day_first())
        check = OpeningCheck(self.env, openings, options, faults).run()
        remarks = self._get_opening_remarks([*faults, *check.faults], labels)
        remarks += self._get_file_remarks(openings, tables, check)
        remarks.sort(key=lambda remark: (remark.level != "error", remark.sheet, remark.row))
        told = {(remark.sheet, remark.row) for remark in remarks}
        heads = [part.opening.head for part in check.prepared]
        fine = [
            Remark("done", self.env._("Can be taken over."), head.sheet, head.row)
            for head in heads
            if (head.sheet, head.row) not in told
        ]
        heading = {table.title: (table.head, self.env._("Check Result")) for _kind, table in tables}
        return {
            "prepared": check.prepared,
            "remarks": remarks,
            "count": len(openings),
            "file": write_remarks(book, [*remarks, *fine], heading),
        }

    def _open_opening_book(self, content, filename):
        if not content:
            raise UserError(
                self.env._("There is no file yet. Choose the file with the running contracts.")
            )
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._("The file is larger than %s MB. Split it.", MAX_BYTES // 1024 // 1024)
            )
        try:
            return open_workbook(content, filename or "")
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%s is no sheet that can be read. Save it as an Excel workbook (.xlsx) and choose it again.",
                    filename or self.env._("The file"),
                )
            ) from error

    def _is_day_first(self):
        """Return how the user's language writes 5/3/2026, or None where it puts the year first."""
        form = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").date_format or ""
        order = [part for part in form if part in "dmbBY"]
        if not order or order[0] == "Y":
            return None
        return order[0] == "d"

    def _get_opening_remarks(self, faults, labels):
        """Return a remark for each fault, once."""
        found = {}
        for fault in faults:
            text = describe(self.env, fault)
            column = fault.entry.columns.get(fault.column)
            names = {
                "sheet": fault.entry.sheet,
                "row": fault.entry.row,
                "column": " ".join(
                    filter(
                        None,
                        (
                            column is not None and column_letter(column + 1),
                            labels.get(fault.column),
                        ),
                    )
                ),
                "text": text,
            }
            if names["column"]:
                text = self.env._("%(sheet)s, row %(row)s, column %(column)s: %(text)s", **names)
            else:
                text = self.env._("%(sheet)s, row %(row)s: %(text)s", **names)
            remark = Remark(fault.level, text, fault.entry.sheet, fault.entry.row, column)
            found[remark] = None
        return list(found)

    def _get_file_remarks(self, openings, tables, check):
        """Return what is wrong with the file as a whole."""
        found = []
        if not tables:
            found.append(
                self.env._(
                    "No sheet has heads that are known, such as Contract No., Customer and Contract Amount."
                    " Take the template, or correct the heads."
                )
            )
        elif not openings:
            found.append(self.env._("The file holds no contract. Write one into each row."))
        if check.new_partners and not self.env["res.partner"].has_access("create"):
            found.append(
                self.env._(
                    "Contacts are missing, and you may not create any. Ask somebody with the right to create contacts."
                )
            )
        amounts = any("opening_date" in row for part in check.prepared for row in part.plan)
        if (
            amounts
            and not self.env.su
            and not self.env.user.has_group("commercial_contract.group_contract_finance")
        ):
            found.append(
                self.env._(
                    "Amounts from before Odoo are entered by finance. Ask somebody with that right."
                )
            )
        return [Remark("error", text) for text in found]
