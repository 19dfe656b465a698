from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list, formatLang

from ...tools.money import from_units, to_units
from ...tools.promises import keep

# Money that counts for a promise; what was settled before Odoo was there before any promise.
CASH = ("cash", "netting")
UNKEPT = Domain(
    [("is_cancelled", "=", False), ("date_closed", "=", False), ("is_superseded", "=", False)]
)


class CommercialContractPromise(models.Model):
    """Who owes money on a plan line gave his word: so much until that day.

    People record a promise and cancel it; whether it was kept is read from the cash that came after
    it was made. So an undone payment opens it again, and no access right lets anybody type it.
    """

    _name = "commercial.contract.promise"
    _description = "Promise to Pay"
    _inherit = ["commercial.contract.child"]
    _order = "date desc, id desc"

    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date_made = fields.Date(
        string="Promised On", required=True, readonly=True, help="The day on which it was said."
    )
    date = fields.Date(
        string="Promised Date",
        required=True,
        readonly=True,
        index=True,
        help="Money that is in the books by this day keeps the promise.",
    )
    amount = fields.Monetary(
        string="Promised Amount",
        required=True,
        readonly=True,
        help="In the currency of the contract.",
    )
    promised_by = fields.Char(readonly=True, help="Who gave the word.")
    note = fields.Char(readonly=True)
    amount_before = fields.Monetary(
        string="Settled Before It, on the Same Day",
        readonly=True,
        help="Cash of the day of the promise that was in the books when it was recorded.",
    )
    amount_kept = fields.Monetary(
        string="Kept Amount",
        readonly=True,
        help="Cash that came on this line after the promise was made, up to the promised date.",
    )
    date_closed = fields.Date(
        string="Closed On",
        readonly=True,
        help="The day on which the promised money was there, or the line waited for no more.",
    )
    is_cancelled = fields.Boolean(string="Is Taken Back", readonly=True)
    is_superseded = fields.Boolean(
        string="Superseded",
        readonly=True,
        help="It was broken, and a later promise or due date took its place: nobody is to chase it.",
    )
    cancel_reason = fields.Char(string="Reason for Taking Back", readonly=True)

    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")
    user_id = fields.Many2one(related="contract_id.user_id", string="Responsible")
    direction = fields.Selection(related="contract_id.direction")

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A promise to pay needs an amount above zero."
    )
    _date_after = models.Constraint(
        "CHECK(date >= date_made)",
        "A promise is given for the day on which it is made, or a later one.",
    )
    # What the daily job and the overdue list ask for: few rows of many.
    _open_idx = models.Index(
        "(settlement_id, date) WHERE is_cancelled IS NOT TRUE AND date_closed IS NULL"
    )

    def _compute_display_name(self):
        for promise in self:
            promise.display_name = self.env._(
                "%(amount)s until %(date)s",
                amount=formatLang(self.env, promise.amount, currency_obj=promise.currency_id),
                date=format_date(self.env, promise.date),
            )

    def action_cancel(self):
        """Take back promises that were recorded by mistake or no longer hold.

        :raises UserError: one of them is no longer open
        """
        self.check_access("read")
        self.settlement_id.check_access("write")
        closed = self.filtered(lambda promise: promise.is_cancelled or promise.date_closed)
        self.env["commercial.contract"]._raise_faults(
            self.env._(
                "The promise of %(promise)s on %(line)s is closed and cannot be taken back.",
                promise=promise.display_name,
                line=promise.settlement_id.display_name,
            )
            for promise in closed
        )
        self._cancel(self.env._("Taken back by %s", self.env.user.name))
        self.env["commercial.reminder.log"]._follow_lines(self.settlement_id)
        return True

    def _cancel(self, reason):
        # sudo: promises are written by code alone, after the right to the line was checked
        self.sudo().write({"is_cancelled": True, "cancel_reason": reason})

    def _tell_promised(self):
        """Write into the chatter of each contract what was promised on it."""
        bodies = {}
        for contract, part in self.grouped("contract_id").items():
            names = {
                "promises": format_list(
                    self.env,
                    [f"{one.settlement_id.label}: {one.display_name}" for one in part],
                ),
                "person": part[:1].promised_by or contract.partner_id.display_name,
                "note": part[:1].note,
            }
            if names["note"]:
                text = self.env._("Promised by %(person)s: %(promises)s. %(note)s", **names)
            else:
                text = self.env._("Promised by %(person)s: %(promises)s.", **names)
            bodies[contract.id] = text
        self.contract_id._message_log_batch(bodies=bodies)

    def _get_unkept(self):
        """Return those that stand and are not kept: open ones, and broken ones that nothing replaced."""
        return self.filtered_domain(UNKEPT)

    def _give_way(self, reason):
        """Something later takes the place of these unkept promises: open ones are taken back, broken
        ones stay broken, but stand on their line no more."""
        still = self.filtered(lambda promise: promise.state == "open")
        if still:
            still._cancel(reason)
        if self - still:
            # sudo: promises are written by code alone, after the right to the line was checked
            (self - still).sudo().write({"is_superseded": True})

    def _follow_cash(self, lines):
        """Bring the promises on these plan lines to what the cash says; write only what differs.

        The engine calls it in the middle of its run: nothing here may flush everything.
        """
        # sudo: what was kept does not depend on who looks
        promises = self.sudo().search(
            [("settlement_id", "in", lines.ids), ("is_cancelled", "=", False)]
        )
        if not promises:
            return
        cash = {}
        rows = self.env["commercial.contract.allocation"].sudo()  # sudo: as above
        for row in rows.search_fetch(
            [("settlement_id", "in", promises.settlement_id.ids), ("kind", "in", CASH)],
            ["settlement_id", "date", "amount"],
        ):
            days = cash.setdefault(row.settlement_id, {})
            days.setdefault(row.date, []).append(row.amount)
        for line, part in promises.grouped("settlement_id").items():
            part._follow_line(line, cash.get(line, {}))

    def _follow_line(self, line, cash):
        """Write what the cash of one plan line says of its promises.

        :param cash: {day: amounts}
        """
        rounding = line.contract_id.currency_id.rounding
        days = {
            day: sum(to_units(amount, rounding) for amount in amounts)
            for day, amounts in cash.items()
        }
        rows = [
            (
                promise.id,
                promise.date_made,
                promise.date,
                to_units(promise.amount, rounding),
                to_units(promise.amount_before, rounding),
            )
            for promise in self
        ]
        closed_on = line.date_settled if line.state == "settled" else None
        for key, (units, day) in keep(rows, days, closed_on or None).items():
            promise = self.browse(key)
            values = {"amount_kept": from_units(units, rounding), "date_closed": day or False}
            if any(promise[name] != value for name, value in values.items()):
                promise.write(values)
