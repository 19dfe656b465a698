from odoo import fields, models

from .amending_outcome import get_ending


class CommercialContract(models.Model):
    """The early end of a signed contract: an amendment as well, that cuts its plan (DESIGN 6)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def action_terminate(self, reason=None, date=None):
        """End contracts in force early: each open plan line is cut to what it holds (R19).

        The amounts before stay readable in the amendment that it makes.

        :param reason: text, kept on contract and amendment
        :param date: day from which it is over; today by default
        :raises UserError: not in force, or somebody has to agree first: nothing is written then
        """
        self.check_access("write")
        self._raise_faults(self._get_terminating_faults(reason, date))
        self._terminate(reason, date)
        return True

    def prepare_termination(self, reason=None, date=None):
        """Keep the early end of contracts in force without carrying it out; return the requests.

        :param reason: as for ``action_terminate``, like the date
        :raises UserError: not in force
        """
        self.check_access("write")
        self._raise_faults(self._get_move_faults("terminated"))
        # sudo: nobody writes requests by hand; the right to the contracts was checked
        requests = self.env["commercial.contract.amendment.request"].sudo()
        return requests.create(self._prepare_terminations(reason, date)).with_env(self.env)

    def _get_terminating_faults(self, reason, date):
        """Return the texts of all that forbids to end these contracts now. Later packages add theirs."""
        return self._get_move_faults("terminated")

    def _terminate(self, reason, date):
        """End these contracts, whoever had to agree; return the amendments."""
        reason = (reason or "").strip()
        self._move_to("terminated", terminate_reason=reason or False, is_suspended=False)
        amendments = self._amend(reason, self._get_live_plan()._get_held(), date, "terminate")
        for contract in self:
            contract.message_post(
                body=self.env._("Terminated. Reason: %s", reason)
                if reason
                else self.env._("Terminated.")
            )
        return amendments

    def _prepare_terminations(self, reason, date):
        """Return the values of a request for each of these contracts to end it early.

        What a contract comes to afterwards is what its plan holds; a framework has no plan.
        """
        held = self._get_live_plan()._get_held()
        found = []
        for contract in self:
            outcome = get_ending(contract, held)
            before, after = outcome["planned"]
            total = contract.amount_total
            found.append(
                {
                    "contract_id": contract.id,
                    "kind": "terminate",
                    "reason": (reason or "").strip(),
                    "date": fields.Date.to_date(date) or fields.Date.context_today(self),
                    "content": {},
                    "outcome": outcome,
                    "total_before": total,
                    "total_after": contract.currency_id.round(total - before + after),
                    "changes_plan": bool(outcome["plan"]),
                }
            )
        return found
