from odoo import models

OWN = "commercial_contract.group_contract_own"


class CommercialContract(models.Model):
    """Who is reminded of a contract, and who is in the place of somebody who cannot be."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_reminded_user(self):
        """Return who is reminded: the responsible, else a deputy, else a manager, else who made the
        contract. Nobody where none of them can be reminded."""
        self.ensure_one()
        return self._get_reminded("responsible")[self][0]

    def _get_reminded(self, who, more=()):
        """Return {contract: (users, text)}: who is reminded, and whom of those meant it cannot reach.

        The number of queries does not grow with the number of contracts.

        :param who: as of the rule (``commercial.reminder.rule.who``)
        :param more: users who are reminded as well
        """
        managed = who in ("manager", "both")
        found = self._fill_places(who, more, self._get_managers() if managed else {})
        # managers are looked up only where they are needed: mostly, nobody is away
        lost = self.browse([contract.id for contract, place in found.items() if not place[2]])
        if lost and not managed:
            found.update(lost._fill_places(who, more, lost._get_managers()))
        return {contract: (users, text) for contract, (users, text, _full) in found.items()}

    def _fill_places(self, who, more, managers):
        """Return {contract: (users, text, whether each place is taken)}.

        :param managers: {contract: users}; who of them stands in is left open where there are none
        """
        return self._fill_chains(
            {
                contract: (contract, contract._get_chains(who, managers.get(contract), more))
                for contract in self
            }
        )

    def _fill_chains(self, chains):
        """Return {key: (users, text, whether each place is taken)}.

        :param chains: ``{key: (contract, places)}``; who takes a place is the first of it who can be reached
        """
        absent = self._get_absences(
            user for _contract, places in chains.values() for chain in places for user in chain
        )
        seen, found = {}, {}
        for key, (contract, places) in chains.items():
            users, texts, full = self.env["res.users"], {}, True
            for chain in places:
                for user in chain:
                    why = absent[user] or self._get_blindness(user, contract, seen)
                    if not why:
                        users |= user
                        break
                    texts[user] = self.env._("%(person)s: %(reason)s", person=user.name, reason=why)
                else:
                    full = False
            found[key] = users, "; ".join(texts.values()) or False, full
        return found

    def _get_chains(self, who, managers, more):
        """Return, for each place among the reminded, who takes it: the first one who can be reached.

        :param managers: that of the department, and that of the responsible; None: not looked up yet
        """
        # sudo: who is responsible, deputy or manager is no secret to the job
        contract = self.sudo().with_context(active_test=False)
        deputies = contract.deputy_ids.sorted("id")
        people = [*contract.user_id, *deputies]
        managers = [] if managers is None else [*managers, *contract.create_uid]
        chains = {
            "responsible": [[*people, *managers]],
            "deputies": [[*people, *managers], *([deputy] for deputy in deputies)],
            "manager": [[*managers, *people]],
            "both": [[*people, *managers], managers],
            "users": [],
        }[who]
        return [*chains, *([user] for user in more)]

    def _get_managers(self):
        """Return {contract: users}: the manager of its department, then that of its responsible."""
        # sudo: employees are closed to people outside HR; only who manages them is taken
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.user_id.ids)])
        bosses = {(one.user_id, one.company_id): one.parent_id.user_id for one in employees}
        found = {}
        for contract in self.sudo():  # sudo: as above
            boss = bosses.get((contract.user_id, contract.company_id), employees.user_id.browse())
            found[contract] = contract.department_id.manager_id.user_id | boss
        return found

    def _get_absences(self, users):
        """Return {user: text} of who cannot be reminded of anything; False where nothing is in the way."""
        users = dict.fromkeys(users)
        # sudo: that a colleague is away today, not why
        employees = self.env["hr.employee"].sudo()
        away = self.env["res.users"]
        # what the app for time off knows, where it is installed
        if "is_absent" in employees._fields:
            ids = [user.id for user in users]
            away = employees.search([("user_id", "in", ids), ("is_absent", "=", True)]).user_id
        for user in users:
            person = user.sudo()  # sudo: whether a colleague can log in is no secret
            if not person.active or person.share:
                users[user] = self.env._("cannot log in")
            elif user in away:
                users[user] = self.env._("is on leave")
        return users

    def _get_blindness(self, user, contract, seen):
        """Return a text where ``user`` does not see the contract, else False.

        :param seen: {user: contracts that he sees}, filled here
        """
        person = user.sudo()  # sudo: where a colleague works, and what he may open
        mine = user in contract.sudo().user_id | contract.sudo().deputy_ids  # sudo: as above
        if mine and person.has_group(OWN):
            visible = contract.company_id in person.company_ids
        else:
            if user not in seen:
                reader = self.with_user(user).with_context(
                    allowed_company_ids=person.company_ids.ids
                )
                may = reader.has_access("read")
                seen[user] = reader._filtered_access("read").ids if may else []
            visible = contract.id in seen[user]
        return False if visible else self.env._("does not see the contract")
