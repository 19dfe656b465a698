import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from ..models.contract.batches import run_batches, tell_batches

# Papers of one request, by how they are made: contracts and amendments take a second or so each, notes of one
# table come many in one go. A server ends a request after two minutes, and a browser may do so before.
SHARES = {
    "commercial_contract.contract_paper": 10,
    "commercial_contract.amendment_paper": 10,
    "commercial_contract.plan_paper": 50,
    "commercial_contract.payment_request": 50,
    "commercial_contract.contract_payment_request": 50,
    "commercial_contract.receipt_note": 50,
    "commercial_contract.receipt_note_record": 50,
}


class CommercialContractPrint(models.TransientModel):
    """One record of a long print. The papers are made in batches that the client asks for, and joined.

    The first row of a batch holds its file; the first of all becomes the whole.
    """

    _name = "commercial.contract.print"
    _description = "Record of a Long Print"
    _order = "id"

    report_id = fields.Many2one("ir.actions.report", required=True, ondelete="cascade")
    res_id = fields.Integer(string="Record", required=True)
    file = fields.Binary(string="Printed File", attachment=True)
    fault = fields.Char(export_string_translation=False)

    @api.model
    def print_long(self, report_name, ids):
        """Return the client action that prints these records in batches and shows how far it is.

        :param report_name: technical name of the report
        :param ids: ids of its model, in the order in which they are printed
        :returns: the action, or False where one request makes them all: as Odoo prints
        :raises AccessError: the user may not read a record
        """
        share = SHARES.get(report_name)
        reports = self.env["ir.actions.report"]
        if not share or len(ids) <= share:
            return False
        if reports.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            return False  # Odoo shows the papers on the screen, and says why
        report = reports._get_report_from_name(report_name)
        records = self.env[report.model].browse(ids)
        records.check_access("read")
        batches = self._cut(records, share)
        rows = self.create(
            [{"report_id": report.id, "res_id": record.id} for batch in batches for record in batch]
        )
        places = iter(rows.ids)
        batches = [[next(places) for _record in batch] for batch in batches]
        return run_batches(report.name, self, "print_batch", batches, "finish_print_batches")

    @api.model
    def _cut(self, records, share):
        """Return these records in batches; what may stand on one paper stays in one batch."""
        if share == SHARES["commercial_contract.contract_paper"]:
            return [records[start : start + share] for start in range(0, len(records), share)]
        names = [
            name for name in ("company_id", "partner_id", "currency_id") if name in records._fields
        ]
        batches, batch = [], records.browse()
        groups = records.grouped(lambda record: tuple(record[name].id for name in names))
        for group in groups.values():
            batch += group
            if len(batch) >= share:
                batches.append(batch)
                batch = records.browse()
        return [*batches, batch] if batch else batches

    def print_batch(self):
        """Make the papers of these rows; all of them are set aside where they cannot be printed.

        :returns: dict of ``made``, which is empty, and ``aside``: ids of these rows that were left
        :raises AccessError: the user may not read a record
        """
        self.check_access("write")
        report, ids = self.report_id, self.mapped("res_id")
        try:
            with self.env.cr.savepoint():
                made = report._render_qweb_pdf(report.report_name, ids)[0]
        except UserError as error:
            self.fault = str(error)
            return {"made": [], "aside": self.ids}
        self[:1].file = base64.b64encode(made)
        return {"made": [], "aside": []}

    def finish_print_batches(self, result):
        """Return the action that hands over what was printed, and tells what was left.

        :param result: dict of ids of rows: ``done``, ``aside``, and ``left`` where it was stopped
        """
        done, aside, left = (self.browse(result[key]) for key in ("done", "aside", "left"))
        rows = done | aside | left
        rows.check_access("write")
        return (aside | left)._tell_printed(len(done), left, done._join())

    def _join(self):
        """Join the files of these rows to one; return its address, or None without any."""
        files = [
            base64.b64decode(row.file)
            for row in self.with_context(bin_size=False).sorted()
            if row.file
        ]
        if not files:
            return None
        whole = self.sorted()[:1]
        if len(files) > 1:
            whole.file = base64.b64encode(merge_pdf(files))
        return f"/web/content/{self._name}/{whole.id}/file/{self.report_id.name}.pdf?download=true"

    def _tell_printed(self, count, left, file):
        """Return the notice that ends a print, with a way to the records of these rows, which it left.

        :param file: address of what was printed, which the client fetches first, or None
        """
        aside = self - left
        names = {"count": count, "aside": len(aside), "left": len(left)}
        if left:
            message = self.env._(
                "Stopped: %(count)s records printed, %(aside)s set aside, %(left)s left.", **names
            )
        elif aside:
            message = self.env._("%(count)s records printed, %(aside)s set aside.", **names)
        else:
            message = self.env._("%(count)s records printed.", **names)
        action = False
        if self:
            records = self.env[self.report_id.model].browse(self.mapped("res_id"))
            action = records._get_records_action(name=self.env._("Not Printed"))
        faults = list(dict.fromkeys(filter(None, aside.mapped("fault"))))
        return tell_batches(" ".join([message, *faults[:3]]), action, file=file)
