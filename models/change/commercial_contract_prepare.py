from odoo import api, fields, models

from .amending import Amending
from .amending_outcome import get_outcome, to_plain


class CommercialContract(models.Model):
    """An amendment that is not in force yet: prepared, shown, agreed to by whoever has to, and only then
    carried out."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    amendment_request_ids = fields.One2many(
        "commercial.contract.amendment.request",
        "contract_id",
        string="Open Amendment Requests",
        domain=[("state", "=", "draft")],
        readonly=True,
    )

    def prepare_amendment(self, vals, reason, date=None):
        """Keep an amendment without carrying it out; return the request.

        :param vals: as for ``amend``, like the reason and the date
        :raises UserError: all that forbids it by now, whoever still has to agree aside
        :raises AccessError: as for ``amend``
        """
        contract = self._open_for_amending(vals)
        amending = Amending(contract, vals)
        amending.is_approved = True  # whoever has to agree is asked about the request
        reason, date = (reason or "").strip(), amending.get_date(date)
        self._raise_faults(contract._get_amending_faults(amending, reason, date))
        # sudo: nobody writes requests by hand; the right to the contract was checked
        requests = self.env["commercial.contract.amendment.request"].sudo()
        return requests.create(self._prepare_request(amending, reason, date)).with_env(self.env)

    @api.model
    def _prepare_request(self, amending, reason, date):
        """Return the values of the request for an amendment that was worked out."""
        return {
            "contract_id": amending.contract.id,
            "reason": reason,
            "date": date,
            "content": to_plain(amending.vals),
            "outcome": get_outcome(amending),
            "total_before": amending.contract.amount_total,
            "total_after": amending.total,
            "changes_terms": bool(amending.changed_terms),
            "changes_party": bool({"partner_id", "payer_id"} & set(amending.changed_terms)),
            "changes_goods": any(row.is_changed for row in amending.goods),
            "changes_plan": any(row.values for row in amending.plan),
        }
