from odoo import fields, models
from odoo.fields import Domain

from .commercial_contract_late import OPEN_REVIEWS

ON_ORDERS = (
    ("sale_line_ids", "order_id.commitment_date"),
    ("purchase_line_ids", "date_planned"),
)


class CommercialReminderRule(models.Model):
    """Rules on what others keep waiting: approvals, deliveries, planned work."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    what = fields.Selection(
        selection_add=[
            ("approval", "Approval Waiting"),
            ("delivery", "Late Delivery"),
            ("work", "Overdue Planned Work"),
        ],
        ondelete={"approval": "cascade", "delivery": "cascade", "work": "cascade"},
    )

    def _comes_after(self):
        return self.what in ("approval", "delivery", "work") or super()._comes_after()

    def _get_contract_domain(self, companies, today, workdays=None):
        first, last = self._get_reach(today, workdays)

        def within(name):
            return Domain(name, ">=", first) & Domain(name, "<=", last)

        def on_day(name):  # of a moment, in whatever time zone: which day it is, is told one by one
            after = fields.Date.add(last, days=2)
            return Domain(name, ">=", fields.Date.subtract(first, days=1)) & Domain(
                name, "<", after
            )

        if self.what == "approval":
            open_now = Domain("status", "in", OPEN_REVIEWS) & on_day("create_date")
            requests = Domain("state", "=", "draft") & Domain("review_ids", "any", open_now)
            domain = Domain("state", "=", "draft") & Domain("review_ids", "any", open_now)
            domain |= Domain("state", "=", "active") & Domain(
                "amendment_request_ids", "any", requests
            )
        elif self.what == "delivery":
            goods = Domain("date_delivered", "=", False)
            ordered = Domain.OR(Domain(lines, "any", on_day(name)) for lines, name in ON_ORDERS)
            plan = Domain("kind", "=", "delivery") & within("date_due")
            domain = Domain("line_ids", "any", goods) & (
                Domain("line_ids", "any", goods & ordered) | Domain("settlement_ids", "any", plan)
            )
            domain &= Domain("state", "=", "active")
        elif self.what == "work":
            planned = Domain("automated", "=", False) & within("date_deadline")
            tasks = Domain("is_closed", "=", False) & on_day("date_deadline")
            meetings = Domain("calendar_event_ids.activity_ids", "any", within("date_deadline"))
            domain = Domain("activity_ids", "any", planned) | Domain(
                "project_id", "any", Domain("tasks", "any", tasks)
            )
            domain |= Domain("opportunity_id", "any", meetings)
            domain &= Domain("state", "=", "active")
        else:
            return super()._get_contract_domain(companies, today, workdays)
        held = [("rule_id", "=", self.id), ("state", "=", "held")]
        return Domain("company_id", "in", companies.ids) & (
            domain | Domain("reminder_log_ids", "any", held)
        )

    def _get_contract_dates(self, contracts):
        if self.what == "approval":
            return contracts._get_unapproved_since()
        running = contracts.filtered(lambda contract: contract.state == "active")
        if self.what == "delivery":
            return running._get_undelivered_since()
        if self.what == "work":
            return running._get_work_since()
        return super()._get_contract_dates(contracts)

    def _get_people(self, records):
        """Approvals are asked for of those who are to approve, and of the chosen people; of tasks, those
        who have them are told as well."""
        if self.what == "work":
            return records._add_assignees(super()._get_people(records))
        if self.what != "approval":
            return super()._get_people(records)
        managers = records._get_managers()
        # those who left are named in the log, and stood in for
        reviews = records.with_context(active_test=False)._get_open_reviews()
        chosen = self.with_context(active_test=False).user_ids
        found = records._fill_chains(
            {
                contract: (
                    contract,
                    [
                        *([user, *managers[contract]] for user in reviews[contract].reviewer_ids),
                        *([user] for user in chosen),
                    ],
                )
                for contract in records
                if contract in reviews
            }
        )
        nobody = (self.env["res.users"], False)
        return {record: found[record][:2] if record in found else nobody for record in records}
