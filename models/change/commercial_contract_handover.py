from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command, Domain

TRACKED = ("user_id", "department_id")


class CommercialContract(models.Model):
    """Contracts change hands together: one write, one message a contract, one mail to the new person.

    Odoo's own write on ``user_id`` posts and mails contract by contract: 15 queries each.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _hand_over(self, user, reason, *, as_deputy=False, department=None, with_activities=True):
        """Make ``user`` the responsible of all these contracts.

        The number of queries does not grow with the number of contracts. The chatter of each keeps who
        was responsible and why it changed; the new person gets one message that lists them all.

        :param user: ``res.users``, who must be able to open the contracts
        :param reason: text, kept in the chatter
        :param as_deputy: whether the responsible of before stays on as a deputy, else stops following
        :param department: ``hr.department`` of all of them from now on; None leaves each where it is
        :param with_activities: whether open activities of the responsible of before go along
        :raises UserError: several faults are told at once; nothing is written then
        :raises AccessError: the current user may not change one of the contracts
        """
        self.check_access("write")
        reason = (reason or "").strip()
        self._raise_faults(self._get_handover_faults(user, reason, department))
        before = {contract: contract.user_id for contract in self}
        former = {contract: contract.department_id for contract in self}
        # sudo: who hands on the own contracts may see them no more; the right was checked above
        handed = self.sudo()
        self._write_responsible(user, before, as_deputy, department)
        if with_activities:
            handed._hand_over_activities(user, before)
        handed._log_handover(reason, before, former)
        if user != self.env.user:
            handed._tell_handover(user, reason)
        return True

    @api.model
    def _get_running_of(self, user):
        """Return the contracts for which ``user`` is responsible and which still need somebody: drafts,
        those in force, and completed ones that wait for money. None where there is no user."""
        open_money = Domain("state", "=", "done") & Domain("settlement_state", "!=", "settled")
        live = Domain("state", "in", ("draft", "active")) | open_money
        return self.search(Domain("user_id", "=", user.id) & live) if user else self.browse()

    def _get_handover_faults(self, user, reason, department=None):
        """Return the texts of all that forbids to give these contracts to ``user``."""
        if not self:
            return [self.env._("No contract is chosen. Choose those that change hands.")]
        if not user:
            return [self.env._("Choose the person who takes over the contracts.")]
        faults = []
        if not reason:
            faults.append(self.env._("Enter the reason: it stays in the history of each contract."))
        # sudo: whether a colleague can log in, and where, is no secret to who gives work to him
        person = user.sudo()
        if not person.active or person.share:
            faults.append(
                self.env._(
                    "%s cannot log in as a colleague. Choose somebody who works here.", person.name
                )
            )
        elif not person.has_group("commercial_contract.group_contract_own"):
            faults.append(
                self.env._(
                    "%s cannot open contracts. Ask the administrator for the right 'Own Contracts' first.",
                    person.name,
                )
            )
        for contract in self:
            company = contract.company_id
            if contract.user_id == user:
                faults.append(
                    self.env._(
                        "%(person)s is responsible for %(contract)s already. Take it off the list.",
                        person=person.name,
                        contract=contract.display_name,
                    )
                )
            if company not in person.company_ids:
                faults.append(
                    self.env._(
                        "%(contract)s belongs to %(company)s, where %(person)s does not work."
                        " Choose somebody of that company.",
                        contract=contract.display_name,
                        company=company.display_name,
                        person=person.name,
                    )
                )
            if department and department.company_id not in (company, company.browse()):
                faults.append(
                    self.env._(
                        "%(contract)s belongs to %(company)s, the department %(department)s does not."
                        " Choose a department of that company.",
                        company=company.display_name,
                        department=department.display_name,
                        contract=contract.display_name,
                    )
                )
        return faults

    def _write_responsible(self, user, before, as_deputy, department):
        vals = {"user_id": user.id}
        kept = [self._fields["department_id"]]
        if department:
            vals["department_id"] = department.id
        # by Odoo's own switches: what they leave out is done below for all contracts at once
        quiet = self.with_context(mail_notrack=True, mail_auto_subscribe_no_notify=True)
        by_person = self.grouped(before.get)
        if as_deputy:
            for person, contracts in by_person.items():
                if person:
                    contracts.deputy_ids = [Command.link(person.id)]
        if user in self.deputy_ids:
            self.deputy_ids = [Command.unlink(user.id)]
        with self.env.protecting(kept, self):  # else the department would follow the person
            quiet.write(vals)
        if not as_deputy:
            self._stop_following(before)

    def _stop_following(self, before):
        """A follower gets the mails of a contract also where he does not see it any more."""
        partners = self.env["res.users"].union(*before.values()).partner_id
        # sudo: followers of others; the right to the contracts was checked
        followers = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("partner_id", "in", partners.ids),
                ]
            )
        )
        former = {contract.id: person.partner_id for contract, person in before.items()}
        followers.filtered(lambda row: row.partner_id == former[row.res_id]).unlink()

    def _hand_over_activities(self, user, before):
        """Give ``user`` the activities that the responsible of before has on each contract and its plan."""
        # quick update: no mail for each activity; the one message tells
        self._get_handed_activities(before).with_context(mail_activity_quick_update=True).write(
            {"user_id": user.id}
        )

    def _get_handed_activities(self, before, domain=Domain.TRUE):
        """Return the activities of the responsible of ``before`` on each contract and its plan lines.

        :param before: ``{contract: res.users}``
        :param domain: which of them; default: those that are open
        """
        users = self.env["res.users"].union(*before.values())
        activities = self.env["mail.activity"]
        for records, contract_of in (
            (self, lambda contract: contract),
            (self.settlement_ids, lambda line: line.contract_id),
        ):
            found = activities.search(
                domain
                & Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                & Domain("user_id", "in", users.ids)
            )
            about = records.browse(set(found.mapped("res_id")))
            person = {record.id: before[contract_of(record)] for record in about}
            activities |= found.filtered(
                lambda row, person=person: row.user_id == person[row.res_id]
            )
        return activities

    def _log_handover(self, reason, before, former):
        """Write into the chatter of each contract what Odoo would, and why: all in one go."""
        body = self.env._("Handed over. Reason: %s", reason)
        messages = self._message_log_batch(dict.fromkeys(self.ids, body))
        labels = self.fields_get(TRACKED, ["string", "type"])
        values = self.env["mail.tracking.value"]
        rows = []
        for contract, message in zip(self, messages, strict=True):
            for name, old in (("user_id", before), ("department_id", former)):
                value = old[contract].sudo()  # sudo: names of colleagues and departments
                if value != contract[name]:
                    changed = values._create_tracking_values(
                        value, contract[name], name, labels[name], contract
                    )
                    rows.append({**changed, "mail_message_id": message.id})
        values.create(rows)

    def _tell_handover(self, user, reason):
        """Send the new responsible one message that lists these contracts with their links."""
        contracts = self.with_context(lang=user.lang or self.env.lang)
        env, person = contracts.env, self.env.user.name
        if len(contracts) == 1:
            subject = env._(
                "%(person)s handed over %(contract)s to you",
                person=person,
                contract=contracts.display_name,
            )
        else:
            subject = env._(
                "%(person)s handed over %(count)s contracts to you",
                person=person,
                count=len(contracts),
            )
        url = contracts[0].get_base_url()
        rows = Markup().join(
            Markup('<li><a href="%s/mail/view?model=%s&amp;res_id=%s">%s</a> %s</li>')
            % (
                url,
                contract._name,
                contract.id,
                contract.display_name,
                contract.partner_id.name or "",
            )
            for contract in contracts.sorted(lambda c: (c.partner_id.name or "", c.name))
        )
        body = Markup("<p>%s</p><p>%s</p><ul>%s</ul>") % (
            subject,
            env._("Reason: %s", reason),
            rows,
        )
        env["mail.thread"].message_notify(
            author_id=self.env.user.partner_id.id,
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            email_layout_xmlid="mail.mail_notification_light",
        )
