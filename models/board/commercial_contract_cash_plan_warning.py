import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import get_lang

from ...tools.periods import period

_logger = logging.getLogger(__name__)

FINANCE = "commercial_contract.group_contract_finance"
SHORT = "commercial_contract.mail_activity_type_cash_short"


class CommercialContractCashPlan(models.AbstractModel):
    """Tells finance of the first week that falls short: one activity a person and company, which follows
    the plan, and closes when no week is short any more."""

    _name = "commercial.contract.cash.plan"
    _inherit = ["commercial.contract.cash.plan"]

    @api.model
    def _warn_all(self, batch=10):
        """Look at the cash plan as each person of finance sees it. Safe to call twice (I7)."""
        # who is of finance no more is told nothing, and what he was told is closed
        users = self.env.ref(FINANCE).all_user_ids | self._get_told().filtered("active").user_id
        users = users.filtered(lambda user: user.active and not user.share)
        self.env["commercial.job"]._run_job(
            users.sorted("id"), Domain.TRUE, self._warn, self._leave_unwarned, batch
        )

    def _leave_unwarned(self, user, error):
        """The activity stays as it is, and the next run tries again."""
        _logger.warning("The cash plan of user %s could not be looked at: %s", user.id, error)

    def _get_told(self):
        """Return the warnings that were given, done ones too, by id."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        kind = self.env.ref(SHORT)
        return activities.search([("activity_type_id", "=", kind.id)], order="id")

    def _warn(self, users):
        former = self._get_told().filtered(lambda one: one.user_id in users)
        told = {
            (one.user_id, one.commercial_cash_company_id): one for one in former
        }  # the last one
        for user in users:
            for company in user.company_ids:
                plan = self._get_plan_of(user, company)
                activity = told.get((user, company), former.browse())
                row = plan._find_short_for_me()
                if row:
                    plan._tell_activity(activity, row, company)
                elif activity.active:
                    activity.write({"active": False, "is_closed_by_money": True})

    def _get_plan_of(self, user, company):
        """Return the plan of one company as this person sees it, in his language and on his day."""
        return self.with_user(user).with_context(
            allowed_company_ids=company.ids,
            lang=get_lang(self.env, user.lang).code,
            tz=user.tz or company.partner_id.tz,
        )

    def _find_short_for_me(self):
        """As ``_find_short``; None for who is not of finance, may not open the plan or read the books."""
        if not self.env.user.has_group(FINANCE):
            return None
        try:
            self._check_planner()
        except AccessError:
            return None
        return self._find_short()

    def _tell_activity(self, activity, row, company):
        """Keep one open activity about the first short week. What was done is told again only when another
        week is the first one, or when it was settled in between."""
        monday = period(fields.Date.to_date(row["last"]), "week")[0]
        values = {
            "summary": self.env._(
                "%(company)s: money falls short in the week of %(week)s",
                company=company.name,
                week=row["label"],
            ),
            "note": Markup('<p>%s <a href="/odoo/cash-plan">%s</a></p>')
            % (self._tell_shortage(row), self.env._("Cash Plan")),
        }
        today = fields.Date.context_today(self)
        week = {"commercial_cash_week": monday, "date_deadline": max(monday, today)}
        # sudo: written by the job, about what the person himself sees
        activities = activity.sudo().with_context(mail_activity_quick_update=True)
        is_new_week = activity.commercial_cash_week != monday
        if activity.active:
            # a deadline that the person moved stays, as long as it is about the same week
            activities.write({**values, **(week if is_new_week else {})})
        elif is_new_week or activity.is_closed_by_money:
            activities.create(
                {
                    **values,
                    **week,
                    "activity_type_id": self.env.ref(SHORT).id,
                    "user_id": self.env.uid,
                    "commercial_cash_company_id": company.id,
                    "automated": True,
                }
            )
