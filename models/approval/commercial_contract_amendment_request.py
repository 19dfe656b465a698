from odoo import fields, models


class CommercialContractAmendmentRequest(models.Model):
    """A prepared amendment that falls under approval rules waits until all its reviewers have agreed.

    What they agree to does not change: nobody writes on a request, and one that would make something
    else of the contract by now is refused.
    """

    _name = "commercial.contract.amendment.request"
    _inherit = ["commercial.contract.amendment.request", "commercial.approval"]
    _state_to = ["done"]

    # whom rules may name, as on the contract
    department_manager_id = fields.Many2one(
        related="contract_id.department_manager_id", string="Manager of the Department"
    )
    user_manager_id = fields.Many2one(
        related="contract_id.user_manager_id", string="Manager of the Responsible"
    )

    def _get_worked_on(self):
        return self.contract_id

    def _get_force_faults(self, amending):
        faults = super()._get_force_faults(amending)
        self.invalidate_recordset(["need_validation", "approval_text"], flush=False)
        fault = self._get_approval_fault() if self.state == "draft" else None
        return [*faults, fault] if fault else faults
