from odoo import models
from odoo.tools import format_date


class CommercialContractSettlement(models.Model):
    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _get_event_dates(self):
        found = super()._get_event_dates()
        for line in self.filtered(lambda line: line.trigger == "completion"):
            contract = line.contract_id
            if contract.state == "done" and contract.date_done:
                found[line] = contract.date_done
        return found

    def _get_used(self):
        held = self._get_held()
        return super()._get_used() | self.filtered(lambda line: held[line] > 0)

    def _get_held(self):
        """Return {plan line: what it holds}: the larger of billed and settled + adjusted (R19).

        Billed counts draft invoices and what was billed before Odoo. Contract currency, never above
        the line's amount.
        """
        # sudo: an invoice that the user may not see holds its plan line as well
        lines = self.sudo()
        billed = lines._get_billed()
        return {
            line: min(
                line.amount,
                max(
                    0.0,
                    billed.get(line.id, 0.0) + line.opening_invoiced,
                    line.amount_settled + line.amount_adjusted,
                ),
            )
            for line in lines.with_env(self.env)
        }

    def _prepare_amended(self, values, reason):
        """Return what an amendment writes on this line: the first due date stays readable, and a
        line that comes to nothing is taken out."""
        values = dict(values)
        if "date_due" in values and self.date_due:
            values.update(
                date_due_original=self.date_due_original or self.date_due,
                reschedule_reason=reason,
            )
        if "amount" in values:
            values["is_cancelled"] = self.currency_id.is_zero(values["amount"])
        return values

    def _prepare_amendment_row(self, held, amount):
        """Return what an amendment keeps of this line, which is to come to ``amount``."""
        return {
            "contract_id": self.contract_id.id,
            "settlement_id": self.id,
            "name": self.label,
            "date_before": self.date_due,
            "date_after": self.date_due,
            "event_before": self._get_event_code(),
            "event_after": self._get_event_code(),
            "amount_before": self.amount,
            "amount_held": held,
            "amount_open": self.amount_residual,
            "amount_after": amount,
            "is_cancelled": self.currency_id.is_zero(amount),
        }

    def _get_bill_warnings(self):
        warnings = super()._get_bill_warnings()
        for contract in self.contract_id.filtered("is_suspended"):
            names = {
                "contract": contract.display_name,
                "date": format_date(self.env, contract.date_suspended),
            }
            reason = contract.suspend_reason
            warnings.append(
                self.env._(
                    "%(contract)s is suspended since %(date)s (%(reason)s).", reason=reason, **names
                )
                if reason
                else self.env._("%(contract)s is suspended since %(date)s.", **names)
            )
        return warnings
