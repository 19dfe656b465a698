from odoo import api, fields, models

from .parts import TEXTS


class CommercialContract(models.Model):
    """The files of a contract: Odoo's own attachments, the same that its chatter shows."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    document_ids = fields.Many2many(
        "ir.attachment",
        string="Attachments",
        compute="_compute_document_ids",
        inverse="_inverse_document_ids",
        groups=TEXTS,
        help="The signed paper, drawings, tenders. A file that is put here stands in the chatter as well.",
    )

    @api.depends_context("uid")
    def _compute_document_ids(self):
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self._origin.ids)], order="id desc"
        )
        found = attachments.grouped("res_id")
        for contract in self:
            contract.document_ids = found.get(contract._origin.id)

    def _inverse_document_ids(self):
        """A file that was added belongs to the contract; one that was taken off is deleted."""
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        before = attachments.grouped("res_id")
        for contract in self:
            kept = contract.document_ids
            (before.get(contract.id, attachments.browse()) - kept).unlink()
            added = kept.filtered(lambda file, contract=contract: file.res_id != contract.id)
            added.write({"res_model": contract._name, "res_id": contract.id})
