from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

# Written by the actions below alone, so that none of them is without its message and reason.
BY_ACTION = {
    "date_done",
    "date_suspended",
    "done_by",
    "done_reason",
    "is_suspended",
    "suspend_reason",
    "terminate_reason",
}


class CommercialContract(models.Model):
    """What becomes of a signed contract: completed, suspended, amended, terminated (DESIGN 6)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    done_by = fields.Selection(
        [("hand", "By Hand"), ("job", "By the Daily Job")],
        string="Completed By",
        readonly=True,
        copy=False,
    )
    date_done = fields.Date(string="Completed On", readonly=True, copy=False)
    done_reason = fields.Char(string="Reason of Completion", readonly=True, copy=False)
    is_suspended = fields.Boolean(
        string="Suspended",
        readonly=True,
        copy=False,
        help="Pauses automatic invoices and reminders. Money that comes still counts.",
    )
    date_suspended = fields.Date(string="Suspended On", readonly=True, copy=False)
    suspend_reason = fields.Char(string="Reason of Suspension", readonly=True, copy=False)
    terminate_reason = fields.Char(string="Reason of Termination", readonly=True, copy=False)
    amendment_ids = fields.One2many(
        "commercial.contract.amendment", "contract_id", string="Amendments", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if BY_ACTION & {name for name, value in vals.items() if value}:
                raise UserError(
                    self.env._(
                        "A contract starts as a draft ('%s'). Create it as a draft and sign it then.",
                        vals.get("title") or vals.get("name") or self.env._("New"),
                    )
                )
        return super().create(vals_list)

    def _check_unlocked(self, vals):
        result = super()._check_unlocked(vals)
        changed = [name for name in vals if name in BY_ACTION]
        if not changed or self._is_unlocked():
            return result
        for contract in self:
            if any(contract._is_changed(name, vals[name]) for name in changed):
                raise UserError(
                    self.env._(
                        "%s is completed, suspended or terminated by its buttons only.",
                        contract.display_name,
                    )
                )
        return result

    def _move_to(self, state, **vals):
        if state == "done":
            vals = {"date_done": fields.Date.context_today(self), **vals}
        return super()._move_to(state, **vals)

    def action_complete(self, reason=None):
        """Complete contracts in force; what is not fully settled needs a reason, lines aside that
        wait for just this.

        :raises UserError: not in force; not fully settled and no reason: nothing is written then
        """
        self.check_access("write")
        reason = (reason or "").strip()
        self._raise_faults(
            self.env._(
                "%(contract)s still waits for %(amount)s. Enter a reason to complete it all the same.",
                contract=contract.display_name,
                amount=contract._format_amount(contract.amount_unsettled),
            )
            for contract in self
            if not reason and contract._awaits_more_than_completion()
        )
        self._move_to("done", done_by="hand", done_reason=reason or False)
        for contract in self if reason else ():
            contract.message_post(body=self.env._("Completed. Reason: %s", reason))
        return True

    def _awaits_more_than_completion(self):
        """Whether money is open on this contract that is not due only after its completion."""
        if self.is_framework or self.settlement_state == "settled":
            return False
        plan = self.settlement_ids.filtered(lambda line: line.state in ("open", "partial"))
        return not plan or any(line.trigger != "completion" or line.date_due for line in plan)

    def action_reopen(self):
        result = super().action_reopen()
        self._unlocked().write({"date_done": False, "done_by": False, "done_reason": False})
        return result

    def action_suspend(self, reason=None, date=None):
        """Pause automatic invoices and reminders of contracts in force. Cash still counts.

        :param reason: text, shown on the contract
        :param date: day of the suspension; today by default
        :raises UserError: not in force, or suspended already
        """
        self._check_suspended(False)
        reason = (reason or "").strip()
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        self._unlocked().write(
            {"is_suspended": True, "date_suspended": date, "suspend_reason": reason or False}
        )
        for contract in self:
            contract.message_post(
                body=self.env._(
                    "Suspended on %(date)s. Reason: %(reason)s",
                    date=format_date(self.env, date),
                    reason=reason or "-",
                )
            )
        return True

    def action_resume(self):
        """Take suspended contracts up again: the daily jobs catch up with them."""
        self._check_suspended(True)
        self._unlocked().write(
            {"is_suspended": False, "date_suspended": False, "suspend_reason": False}
        )
        for contract in self:
            contract.message_post(body=self.env._("Resumed."))
        return True

    def _check_suspended(self, suspended):
        self.check_access("write")
        faults = []
        for contract in self:
            if contract.state != "active":
                text = self.env._(
                    "%s is not in force. Only a contract in force is suspended or resumed.",
                    contract.display_name,
                )
            elif contract.is_suspended and not suspended:
                text = self.env._("%s is suspended already.", contract.display_name)
            elif suspended and not contract.is_suspended:
                text = self.env._(
                    "%s is not suspended: there is nothing to resume.", contract.display_name
                )
            else:
                continue
            faults.append(text)
        self._raise_faults(faults)

    def _amend(self, reason, amounts, date=None, kind="change"):
        """Give plan lines new amounts and keep the old ones in an amendment a contract; return these.

        A line that comes to nothing is taken out of the plan.

        :param amounts: {plan line of these contracts: new amount, tax included}; others stay
        :param date: effective day; today by default
        :raises UserError: a draft; an amount below what the line holds; a plan of a running contract
            that would not add up to the contract amount
        """
        self.check_access("write")
        lines = self.settlement_ids.browse(line.id for line in amounts)
        new = {line: line.currency_id.round(amounts[line]) for line in lines}
        self._raise_faults(self._get_amend_faults(new))
        before = {contract: contract._prepare_amounts("before") for contract in self}
        held, rows = lines._get_held(), {}
        changed = lines.filtered(
            lambda line: (
                line.currency_id.compare_amounts(line.amount, new[line])
                or line.currency_id.is_zero(new[line])
            )
        )
        for line in changed:
            rows[line] = line._prepare_amendment_row(held[line], new[line])
        for (amount, gone), part in changed.grouped(
            lambda line: (new[line], line.currency_id.is_zero(new[line]))
        ).items():
            part.with_env(self._unlocked().env).write({"amount": amount, "is_cancelled": gone})
        values = {
            contract: {
                **before[contract],
                **contract._prepare_amounts("after"),
                "line_ids": [
                    fields.Command.create(rows[line])
                    for line in changed
                    if line.contract_id == contract
                ],
            }
            for contract in self
        }
        return self._keep_amendments(reason, values, date, kind)

    def _get_amend_faults(self, new):
        """Return the texts of all that forbids these new amounts {plan line: amount}."""
        lines = self.settlement_ids.browse(line.id for line in new)
        faults = [
            self.env._(
                "%s is not signed: change its plan directly, or reset it to draft.",
                contract.display_name,
            )
            for contract in self
            if contract.state in ("draft", "cancelled")
        ]
        held = lines._get_held()
        for line, amount in new.items():
            if line.currency_id.compare_amounts(amount, held[line]) < 0:
                faults.append(line.contract_id._get_held_fault(line.label, held[line], amount))
        for contract in self.filtered(lambda c: c.state == "active" and not c.is_framework):
            plan = contract.settlement_ids.filtered(lambda line: not line.is_cancelled) | (
                lines & contract.settlement_ids
            )
            planned = sum(new.get(line, line.amount) for line in plan)
            faults += contract._get_balance_faults(planned, contract.amount_total)
            faults += contract._get_tie_faults(new)
        return faults

    def _get_held_fault(self, name, held, amount):
        """Return why a plan line of this contract, called ``name``, cannot come to ``amount`` (R19)."""
        return self.env._(
            "Line '%(line)s' of %(contract)s holds %(held)s already and cannot be cut to"
            " %(amount)s. Undo its invoices or payments first.",
            line=name,
            contract=self.display_name,
            held=self._format_amount(held),
            amount=self._format_amount(amount),
        )

    def _get_balance_faults(self, planned, total):
        """Return [], or the text of a plan that does not add up to what the contract comes to (I1)."""
        if not self.currency_id.compare_amounts(planned, total):
            return []
        return [
            self.env._(
                "The plan of %(contract)s would add up to %(planned)s, but the contract amount"
                " is %(total)s. Change the lines so that both agree.",
                contract=self.display_name,
                planned=self._format_amount(planned),
                total=self._format_amount(total),
            )
        ]

    def _prepare_amounts(self, moment):
        """Return what an amendment keeps of the amounts of this contract.

        :param moment: "before" or "after"
        """
        amounts = {
            f"amount_{moment}": self.amount_planned,
            f"total_{moment}": self.amount_total,
            f"untaxed_{moment}": self.amount_untaxed,
        }
        return {**amounts, "amount_open": self.amount_unsettled} if moment == "before" else amounts

    def _keep_amendments(self, reason, values, date, kind):
        """Return the amendments of these contracts, numbered a contract.

        :param values: {contract: figures and rows}
        """
        # sudo: nobody may write amendments by hand; the right to the contract was checked
        Amendment = self.env["commercial.contract.amendment"].sudo()
        counts = dict(
            Amendment._read_group([("contract_id", "in", self.ids)], ["contract_id"], ["__count"])
        )
        numbers = {contract.id: count + 1 for contract, count in counts.items()}
        common = {
            "kind": kind,
            "date": fields.Date.to_date(date) or fields.Date.context_today(self),
            "reason": reason,
            "user_id": self.env.uid,
        }
        return Amendment.create(
            [
                {
                    **common,
                    **values[contract],
                    "contract_id": contract.id,
                    "name": f"{contract.name}/A{numbers.get(contract.id, 1)}",
                }
                for contract in self
            ]
        ).with_env(self.env)

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _get_auto_bill_domain(self, today):
        return super()._get_auto_bill_domain(today) & Domain("contract_id.is_suspended", "=", False)

    def _get_history_faults(self):
        faults = super()._get_history_faults()
        for contract in self.filtered("amendment_ids"):
            faults.append(
                self.env._(
                    "%s was amended: it neither goes back to draft nor is it cancelled or deleted."
                    " Terminate it instead.",
                    contract.display_name,
                )
            )
        return faults
