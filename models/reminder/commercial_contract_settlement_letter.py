from odoo import fields, models
from odoo.tools import format_date

STEPS = 3  # friendly, firm, final
REST = 7  # days from one letter to the next about the same line


class CommercialContractSettlement(models.Model):
    """Letters that ask a customer for overdue money: what they may ask for, and what was sent before."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def action_letter(self):
        """Open the dialog that shows each letter before it is sent."""
        self.check_access("write")
        letters, aside = self._get_letters()
        if not letters:
            self.env["commercial.contract"]._raise_faults(aside.values())
        wizard = self.env["commercial.contract.letter"]._prepare_letters(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Letter"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _get_letters(self):
        """Return what letters can ask for now, and why the rest is left out.

        :returns: ``({(company, who pays, currency): plan lines}, {plan line: text})``
        """
        aside = {**self._get_unasked(), **self._get_letters_held()}
        letters = self.filtered(lambda line: line not in aside).grouped(
            lambda line: (line.company_id, line._get_payer(), line.currency_id)
        )
        return letters, aside

    def _get_payer(self):
        """Return the company that the letter about this line goes to."""
        contract = self.contract_id
        return (contract.payer_id or contract.partner_id).commercial_partner_id

    def _get_unasked(self):
        """Return {plan line: text} of those that no letter is about at all."""
        found = {}
        for line in self:
            if line.direction != "sale":
                found[line] = self.env._(
                    "%s is money to pay: no customer is asked for it.", line.display_name
                )
            elif line.due_status != "overdue":
                found[line] = self.env._("%s is not overdue.", line.display_name)
        return found

    def _get_letters_held(self):
        """Return {plan line: text} of the overdue ones whose letter is held back now."""
        found, last = {}, self._get_last_letters()
        today = fields.Date.context_today(self)
        for line in self - self.browse().union(*self._get_unasked()):
            names = {"line": line.display_name}
            _step, sent = last.get(line, (0, None))
            if line.contract_id.is_suspended:
                text = self.env._("%(line)s: the contract is suspended.", **names)
            elif line.is_disputed:
                text = self.env._(
                    "%(line)s is in dispute. %(reason)s", reason=line.dispute_reason or "", **names
                ).strip()
            elif line._is_promised():
                text = self.env._(
                    "%(line)s is promised until %(date)s.",
                    date=format_date(self.env, line.promise_date),
                    **names,
                )
            elif sent and (today - sent).days < REST:
                text = self.env._(
                    "%(line)s: a letter was sent on %(date)s, the next can follow on %(next)s.",
                    date=format_date(self.env, sent),
                    next=format_date(self.env, fields.Date.add(sent, days=REST)),
                    **names,
                )
            else:
                continue
            found[line] = text
        return found

    def _get_last_letters(self):
        """Return {plan line: (step, day) of the last letter about its present due date}."""
        rule = self.env["commercial.reminder.rule"]._get_letter_rule()
        # sudo: what was sent before does not depend on who asks
        logs = self.env["commercial.reminder.log"].sudo()
        rows = logs._read_group(
            [
                ("rule_id", "=", rule.id),
                ("settlement_id", "in", self.ids),
                ("state", "=", "sent"),
            ],
            ["settlement_id", "date_due:day"],
            ["step:max", "date_planned:max"],
        )
        return {
            line.with_env(self.env): (step, day)
            for line, due, step, day in rows
            if due == line.date_due
        }

    def _get_next_steps(self):
        """Return {plan line: which letter would be the next about it}."""
        last = self._get_last_letters()
        return {line: min(last.get(line, (0, None))[0] + 1, STEPS) for line in self}

    def _get_letter_recipients(self):
        """Return whom a letter about these lines of one payer is mailed to: those who pay and have an
        address, else their company."""
        contracts = self.contract_id
        people = contracts.payer_id | contracts.filtered(lambda one: not one.payer_id).partner_id
        return people.filtered("email") or self[:1]._get_payer()

    def _keep_letters(self, state, reasons, steps):
        """Write one row a line into the log; a row that was held back gives way to the next.

        :param reasons: ``{plan line: text}``
        :param steps: ``{plan line: step}``
        """
        rule = self.env["commercial.reminder.rule"]._get_letter_rule()
        today = fields.Date.context_today(self)
        # sudo: the log is written by code alone, after the right to the lines was checked
        logs = self.env["commercial.reminder.log"].sudo()
        held = logs.search(
            [
                ("rule_id", "=", rule.id),
                ("settlement_id", "in", self.ids),
                ("state", "=", "held"),
            ]
        )
        before = {line: part._tell_held() for line, part in held.grouped("settlement_id").items()}
        held.unlink()
        return logs.create(
            [
                {
                    "contract_id": line.contract_id.id,
                    "settlement_id": line.id,
                    "rule_id": rule.id,
                    "step": steps[line],
                    "date_planned": today,
                    "date_due": line.date_due,
                    "state": state,
                    "reason": reasons[line],
                    "held_before": before.get(line, False),
                    "date_sent": state == "sent" and today,
                }
                for line in self
            ]
        )
