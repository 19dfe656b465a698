from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_date, format_list, formatLang

NUDGE = "commercial_contract.mail_activity_type_nudge"


class CommercialContractSettlement(models.Model):
    """A supervisor asks the responsible to look after money: one activity a contract, due today."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def action_nudge(self):
        """Open the dialog that shows who is asked for what before anybody is."""
        self.check_access("read")
        asked, faults = self._get_nudged()
        if not asked:
            self.env["commercial.contract"]._raise_faults(faults)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nudge"),
            "res_model": "commercial.contract.nudge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_ids": self.ids},
        }

    def _get_nudged(self):
        """Return what can be asked for, and why the rest cannot.

        :returns: ``({contract: plan lines that wait for money}, texts of what is set aside)``
        """
        waiting = self.filtered(lambda line: line._is_waiting())
        faults = [
            self.env._("%s waits for no money.", line.display_name) for line in self - waiting
        ]
        asked = {}
        for contract, lines in waiting.grouped("contract_id").items():
            if contract._get_reminded_user():
                asked[contract] = lines
            else:
                faults.append(
                    self.env._(
                        "%s has no responsible who can log in. Enter one on the contract.",
                        contract.display_name,
                    )
                )
        return asked, faults

    def _nudge(self, texts=None):
        """Give the responsible of each contract one activity over these lines, due today.

        An open nudge of the same person about the same contract is replaced, so that nobody has two.

        :param texts: ``{contract: sentence}``; default: a ready one in the responsible's language
        :returns: ``(activities, texts of what was set aside)``
        :raises UserError: nothing of it can be asked for; nothing is written then
        """
        self.check_access("read")
        asked, faults = self._get_nudged()
        contracts = self.env["commercial.contract"]
        if not asked:
            contracts._raise_faults(faults)
        contracts = contracts.union(*asked)
        # sudo: whoever reads a contract may ask for it. The empty write makes two supervisors who
        # nudge at once collide: the later one is tried again and finds the nudge of the first.
        contracts.sudo().write({})
        kind = self.env.ref(NUDGE)
        today = fields.Date.context_today(self)
        model = self.env["ir.model"]._get_id(contracts._name)
        values = [
            {
                "res_model_id": model,
                "res_id": contract.id,
                "activity_type_id": kind.id,
                "summary": (texts or {}).get(contract) or lines._tell_nudge(),
                "date_deadline": today,
                "user_id": contract._get_reminded_user().id,
                "commercial_settlement_ids": [Command.set(lines.ids)],
            }
            for contract, lines in asked.items()
        ]
        # sudo: as above; the activity of somebody else is replaced as well
        activities = self.env["mail.activity"].sudo()
        former = activities.with_context(active_test=False).search(
            [
                # one that the money closed would come back beside the new one
                "|",
                ("active", "=", True),
                ("is_closed_by_money", "=", True),
                ("res_model", "=", contracts._name),
                ("res_id", "in", contracts.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )
        people = {(row["res_id"], row["user_id"]) for row in values}
        former.filtered(lambda old: (old.res_id, old.user_id.id) in people).unlink()
        # quick update: no mail for each activity; the list of activities tells
        activities = activities.with_context(mail_activity_quick_update=True).create(values)
        return activities.with_env(self.env), faults

    def _tell_nudge(self):
        """Return what the responsible of these lines of one contract is asked for, in his language."""
        contract = self.contract_id
        # sudo: the language of a colleague is no secret
        lang = contract._get_reminded_user().sudo().lang
        lines = self._sort_for_payment().with_context(lang=lang or self.env.lang)
        env, sale, first = lines.env, contract.direction == "sale", lines[0].date_due
        names = {
            "partner": contract.partner_id.display_name,
            "lines": format_list(env, lines.mapped("label")),
            "amount": formatLang(
                env, sum(lines.mapped("amount_residual")), currency_obj=contract.currency_id
            ),
            "date": format_date(env, first),
        }
        if not first:
            if sale:
                return env._("Ask %(partner)s for %(lines)s: %(amount)s.", **names)
            return env._("See to the payment of %(lines)s to %(partner)s: %(amount)s.", **names)
        if first < fields.Date.context_today(self):
            if sale:
                return env._(
                    "Ask %(partner)s for %(lines)s: %(amount)s, overdue since %(date)s.", **names
                )
            return env._(
                "See to the payment of %(lines)s to %(partner)s: %(amount)s, overdue since %(date)s.",
                **names,
            )
        if sale:
            return env._("Ask %(partner)s for %(lines)s: %(amount)s, due on %(date)s.", **names)
        return env._(
            "See to the payment of %(lines)s to %(partner)s: %(amount)s, due on %(date)s.", **names
        )
