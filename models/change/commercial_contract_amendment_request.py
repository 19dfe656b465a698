from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from .amending import Amending
from .amending_outcome import get_ending, get_outcome
from .commercial_contract_amendment import KINDS


class CommercialContractAmendmentRequest(models.Model):
    """An amendment that is prepared and waits: what is to change, and what it makes of the contract.

    Nobody writes on one: it is put in force as it was agreed to, or cancelled.
    """

    _name = "commercial.contract.amendment.request"
    _description = "Amendment Request"
    _inherit = ["mail.thread", "mail.activity.mixin", "commercial.contract.child"]
    _order = "id desc"
    _rec_names_search = ["contract_id.name", "reason"]
    _mail_post_access = "read"  # who is to approve it only reads it, and may ask

    state = fields.Selection(
        [("draft", "Not in Force Yet"), ("done", "Carried Out"), ("cancelled", "Cancelled")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        KINDS,
        string="Kind of Amendment",
        required=True,
        readonly=True,
        default="change",
    )
    reason = fields.Text(readonly=True)
    date = fields.Date(string="Effective On", required=True, readonly=True)
    content = fields.Json(readonly=True, groups=NO_ACCESS, export_string_translation=False)
    outcome = fields.Json(readonly=True, groups=NO_ACCESS, export_string_translation=False)
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")
    user_id = fields.Many2one(related="contract_id.user_id", string="Responsible")
    direction = fields.Selection(related="contract_id.direction", store=True)
    category_id = fields.Many2one(related="contract_id.category_id")
    currency_id = fields.Many2one(related="contract_id.currency_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    total_before = fields.Monetary(
        string="Contract Amount Before", readonly=True, help="Tax included."
    )
    total_after = fields.Monetary(
        string="Contract Amount After", readonly=True, help="Tax included."
    )
    difference = fields.Monetary(compute="_compute_difference", store=True)
    difference_company = fields.Monetary(
        string="Difference in Company Currency",
        compute="_compute_difference",
        store=True,
        currency_field="company_currency_id",
        aggregator=None,
        help="At the rate of the contract: for approval rules over several currencies.",
    )
    total_after_company = fields.Monetary(
        string="Contract Amount After in Company Currency",
        compute="_compute_difference",
        store=True,
        currency_field="company_currency_id",
        aggregator=None,
        help="At the rate of the contract: for approval rules over several currencies.",
    )
    changes_terms = fields.Boolean(string="Terms Change", readonly=True)
    changes_party = fields.Boolean(string="Party or Payer Changes", readonly=True)
    changes_goods = fields.Boolean(string="Goods Change", readonly=True)
    changes_plan = fields.Boolean(string="Plan Changes", readonly=True)
    amendment_id = fields.Many2one(
        "commercial.contract.amendment",
        string="Amendment No.",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What became of it.",
    )

    @api.depends("contract_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            name = request.contract_id.display_name or ""
            request.display_name = (
                self.env._("Termination of %s", name)
                if request.kind == "terminate"
                else self.env._("Amendment of %s", name)
            )

    @api.depends("total_before", "total_after", "contract_id.currency_rate")
    def _compute_difference(self):
        for request in self:
            own = request.company_id.currency_id
            rate = request.contract_id.currency_rate or 1.0
            request.difference = request.total_after - request.total_before
            request.difference_company = own.round(request.difference / rate)
            request.total_after_company = own.round(request.total_after / rate)

    def action_put_in_force(self):
        """Carry the amendment out as it was prepared, and open it.

        :raises UserError: it is not prepared, not agreed to, or would make something else of the
            contract by now: nothing is written then
        """
        self.ensure_one()
        self.contract_id.check_access("write")
        # sudo: the right to the contract was checked; what is amended was agreed to, goods included
        request = self.sudo()
        amending = request._get_amending()
        request.contract_id._raise_faults(request._get_force_faults(amending))
        request.state = "done"
        request.amendment_id = request._carry_out(amending)
        return request.amendment_id.with_env(self.env)._get_records_action()

    def _get_amending(self):
        """Return the amendment as it would be made by now; None where the contract is to end."""
        if self.kind == "terminate":
            return None
        amending = Amending(self.contract_id, self.content)
        amending.is_approved = True
        return amending

    def _carry_out(self, amending):
        """Make the contract what was agreed to, and return the amendment."""
        if amending is None:
            return self.contract_id._terminate(self.reason, self.date)
        return self.contract_id._put_in_force(amending, self.reason, self.date)

    def _get_force_faults(self, amending):
        """Return the texts of all that keeps this request from being put in force. Later packages add
        theirs; what forbids the amendment itself is told by ``_get_amending_faults``."""
        names = {"request": self.display_name}
        if self.state != "draft":
            labels = dict(self._fields["state"]._description_selection(self.env))
            return [
                self.env._(
                    "%(request)s is '%(state)s': it is put in force once, after it was prepared.",
                    state=labels[self.state],
                    **names,
                )
            ]
        contract = self.contract_id
        if amending is None:
            faults = contract._get_move_faults("terminated")
            outcome = get_ending(contract, contract._get_live_plan()._get_held())
        else:
            faults = contract._get_amending_faults(amending, self.reason, self.date)
            outcome = None if faults else get_outcome(amending)
        if not faults and outcome != self.outcome:
            faults = [
                self.env._(
                    "%(request)s would make something else of the contract than was agreed to: goods, plan or"
                    " terms changed since. Cancel it, and amend the contract anew.",
                    **names,
                )
            ]
        return faults

    def action_cancel(self):
        """Put requests aside that were not put in force."""
        self.contract_id.check_access("write")
        self.contract_id._raise_faults(
            self.env._(
                "%s is in force. Amend the contract anew to change it back.", request.display_name
            )
            for request in self
            if request.state == "done"
        )
        # sudo: nobody writes requests by hand; the right to the contract was checked
        self.sudo().write({"state": "cancelled"})
        return True
