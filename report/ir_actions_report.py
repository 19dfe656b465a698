from odoo import models

ONE_BY_ONE = ("commercial_contract.contract_paper", "commercial_contract.amendment_paper")


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print several contracts or amendments one by one; Odoo joins the files.

        All in one run fails with the wkhtmltopdf of Debian and Ubuntu, which takes one document only.
        """
        prepare = super()._render_qweb_pdf_prepare_streams
        each = dict.fromkeys(res_ids or ())
        if len(each) < 2 or self._get_report(report_ref).report_name not in ONE_BY_ONE:
            return prepare(report_ref, data, res_ids=res_ids)
        streams = {}
        for res_id in each:
            streams.update(prepare(report_ref, data, res_ids=[res_id]))
        return streams
