from odoo import fields, models

OPEN_REVIEWS = ("waiting", "pending")
REQUEST = "commercial.contract.amendment.request"


class CommercialContract(models.Model):
    """Since when others keep a contract waiting: who approves, who delivers, who has planned work to do."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_open_reviews(self):
        """Return {contract: reviews whose turn it is}, of drafts and of amendments that wait."""
        requests = self.env[REQUEST].sudo()  # sudo: that somebody is asked is no secret to the job
        requests = requests.search([("contract_id", "in", self.ids), ("state", "=", "draft")])
        drafts = self.sudo().filtered(lambda contract: contract.state == "draft")  # sudo: as above
        found = {}
        for record in (*drafts, *requests):
            reviews = record.review_ids
            if "rejected" in reviews.mapped("status"):
                continue
            waiting = reviews.filtered(lambda review: review.status in OPEN_REVIEWS)
            first = min(waiting.mapped("sequence"), default=0)
            asked = waiting.filtered(
                lambda review, first=first: (
                    not review.definition_id.approve_sequence or review.sequence == first
                )
            )
            contract = self.browse(
                record.id if record._name == self._name else record.contract_id.id
            )
            if asked:
                found[contract] = found.get(contract, asked.browse()) | asked
        return found

    def _get_unapproved_since(self):
        """Return {contract: day on which those were asked who did not answer yet}."""
        reviews = self._get_open_reviews()
        return {
            contract: contract._get_day(min(reviews[contract].mapped("create_date")))
            for contract in self
            if contract in reviews
        }

    def _get_undelivered_since(self):
        """Return {contract: the first day by which goods were to be delivered that are not there}.

        Orders tell what is delivered: goods that no confirmed order has are not looked at. The day is that
        of the delivery payment in the plan, of the order, or of the order line, whichever is first.
        """
        found = {}
        for contract in self.sudo():  # sudo: the days of orders are no secret to the job
            days, missing = [], contract.line_ids.browse()
            for line in contract.line_ids:  # `filtered` would read the orders line by line
                if line._is_undelivered():
                    missing |= line
                    days += map(contract._get_day, line._get_promised_moments())
            for part in contract.settlement_ids if missing else ():
                goods = part.line_ids or contract.line_ids
                if part._tells_delivery() and goods & missing:
                    days.append(part.date_due)
            if days:
                found[self.browse(contract.id)] = min(days)
        return found

    def _get_work_since(self):
        """Return {contract: first deadline of the activities that people planned on it, of the meetings of
        its opportunity, and of the tasks of its project}. A meeting on a contract is one of its
        activities."""
        found, tasks, meetings = {}, self._get_planned_tasks(), self._get_planned_meetings()
        for contract in self.sudo():  # sudo: activities of others count as well
            planned = contract.activity_ids.filtered(lambda one: one.active and not one.automated)
            planned |= meetings.get(contract, planned.browse())
            days = planned.mapped("date_deadline")
            days += [contract._get_day(task.date_deadline) for task in tasks.get(contract, ())]
            if days:
                found[self.browse(contract.id)] = min(days)
        return found

    def _get_planned_meetings(self):
        """Return {contract: open activities of the meetings of its opportunity}. A meeting without an
        activity is never done: nobody can tell that it is late."""
        # sudo: meetings of others count as well; only their day is told
        meetings, opportunities = self.env["mail.activity"].sudo(), self.sudo().opportunity_id
        meetings = meetings.search_fetch(
            [
                ("calendar_event_id.opportunity_id", "in", opportunities.ids),
                ("active", "=", True),
            ],
            ["calendar_event_id", "date_deadline"],
        )
        return self._share_out(
            meetings.grouped(lambda one: one.calendar_event_id.opportunity_id), "opportunity_id"
        )

    def _get_planned_tasks(self):
        """Return {contract: open tasks of its project that have a deadline}."""
        # sudo: tasks of others count as well
        tasks, projects = self.env["project.task"].sudo(), self.sudo().project_id
        tasks = tasks.search_fetch(
            [
                ("project_id", "in", projects.ids),
                ("date_deadline", "!=", False),
                ("is_closed", "=", False),
                ("active", "=", True),
                ("is_template", "=", False),
            ],
            ["project_id", "date_deadline", "user_ids"],
        )
        return self._share_out(tasks.grouped("project_id"), "project_id")

    def _share_out(self, parts, name):
        """Return {contract: its part}. Where several contracts have one record in their field ``name``, the
        oldest one in force has its part: nobody is told of a thing twice.

        :param parts: ``{record: what belongs to it}``
        """
        holders = {}
        if parts:
            domain = [
                (name, "in", [record.id for record in parts]),
                ("state", "=", "active"),
                ("active", "=", True),
            ]
            # sudo: who does not see the oldest one is not told by the next one
            for contract in self.sudo().search(domain, order="id"):
                holders.setdefault(contract[name], contract)
        return {
            contract: parts[contract.sudo()[name]]  # sudo: as above
            for contract in self
            if holders.get(contract.sudo()[name]) == contract  # sudo: as above
        }

    def _add_assignees(self, people):
        """Return ``people`` and, of each contract, those who have the tasks that are late.

        :param people: ``{contract: (users, text)}``, as ``_get_reminded`` returns it
        """
        now = fields.Datetime.now()
        chains = {}
        for contract, tasks in self._get_planned_tasks().items():
            late = tasks.filtered(lambda task: task.date_deadline < now)
            chains[contract] = contract, [[user] for user in late.user_ids - people[contract][0]]
        for contract, (users, text, _full) in self._fill_chains(chains).items():
            told, reason = people[contract]
            people[contract] = told | users, "; ".join(filter(None, [reason, text])) or False
        return people

    def _get_day(self, moment):
        """Return the day of a moment where the company of this contract is."""
        zone = self.company_id.partner_id.tz or self.env.user.tz
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()
