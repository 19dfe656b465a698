from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_date, format_list

from ..contract.parts import check_part, sees_part
from .amending import AWAITED, TERMS, Amending

# Whatever is invoiced or paid from now on reads these: none of them can wait for a later day.
AT_ONCE = (
    "partner_id",
    "payer_id",
    "invoice_partner_id",
    "fiscal_position_id",
    "currency_rate",
)


class CommercialContract(models.Model):
    """The one way in which a signed contract changes (DESIGN 6)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def amend(self, vals, reason, date=None):
        """Change a signed contract, and keep what was before; return the amendment.

        What was billed or settled stays as it is. Where no plan is given, what is open of it is
        spread anew over the new contract amount, in proportion.

        :param vals: as for ``write``: ``line_ids`` and ``settlement_ids`` as commands (create,
            update, delete; a deleted line is taken out and stays in the records), and terms of the
            contract such as ``date_end``, ``partner_id`` or ``currency_rate``
        :param reason: text, not empty
        :param date: day from which the new terms apply, as the paper says; today by default. The
            agreement holds at once, so figures change at once; parties and rate take no later day
        :raises UserError: all that forbids it, named together; nothing is written then
        :raises AccessError: new goods, and the goods are closed to the user
        """
        contract = self._open_for_amending(vals)
        return contract._put_in_force(Amending(contract, vals), reason, date).with_env(self.env)

    def _open_for_amending(self, vals):
        """Return the contract as it is amended by the user: as superuser, without its goods, where these
        are closed to him.

        :raises AccessError: he may not write on it, or amends goods that are closed to him
        """
        self.ensure_one()
        self.check_access("write")
        if sees_part(self.env, "goods"):
            return self
        plan = (command[-1] for command in vals.get("settlement_ids") or ())
        if "line_ids" in vals or any(isinstance(v, dict) and "line_ids" in v for v in plan):
            check_part(self.env, "goods")
        # sudo: who may change the contract may amend the rest of it; its goods stay as they are
        return self.sudo()

    def _put_in_force(self, amending, reason, date):
        """Carry an amendment out, and return its record.

        :raises UserError: all that forbids it
        """
        reason, date = (reason or "").strip(), amending.get_date(date)
        self._raise_faults(self._get_amending_faults(amending, reason, date))
        before = self._prepare_amounts("before")
        self._carry_out(amending, reason)
        values = {**before, **amending.prepare_rows(), **self._prepare_amounts("after")}
        [amendment] = self._keep_amendments(reason, {self: values}, date, "change")
        self.message_post(body=amendment._get_text(), subtype_xmlid="mail.mt_note")
        return amendment

    def _get_amending_faults(self, amending, reason, date):
        """Return the texts of all that forbids an amendment. Later packages add theirs."""
        faults = self._get_asking_faults(amending, reason, date)
        if faults:
            return faults
        faults = self._get_date_faults(amending, date)
        faults += self._get_term_faults(amending) + self._get_goods_faults(amending)
        if not self.is_framework:
            faults += self._get_plan_faults(amending)
        return faults

    def _get_asking_faults(self, amending, reason, date):
        names = {"contract": self.display_name}
        if self.state in ("draft", "cancelled"):
            text = self.env._(
                "%(contract)s is not signed: change it directly, or reset it to draft.", **names
            )
        elif amending.unknown:
            text = self.env._(
                "%(contract)s: %(names)s cannot be amended. Amend goods, settlement lines, or one of: %(known)s.",
                names=", ".join(dict.fromkeys(amending.unknown)),
                known=", ".join(TERMS),
                **names,
            )
        elif self.state != "active" and set(amending.vals) != {"settlement_ids"}:
            text = self.env._(
                "%(contract)s is not in force: only its plan can be amended. Reopen it to amend more.",
                **names,
            )
        elif not reason:
            text = self.env._("The amendment of %(contract)s needs a reason. Enter one.", **names)
        elif self.date_signed and date < self.date_signed:
            text = self.env._(
                "The amendment of %(contract)s cannot hold from %(date)s on: the contract was signed on"
                " %(signed)s. Choose a later day.",
                date=format_date(self.env, date),
                signed=format_date(self.env, self.date_signed),
                **names,
            )
        elif not amending.has_changes() and not amending.excess:
            text = self.env._(
                "The amendment of %(contract)s changes nothing. Enter what is new.", **names
            )
        else:
            return []
        return [text]

    def _get_date_faults(self, amending, date):
        """What cannot wait for the day from which the amendment is to apply."""
        names = [name for name in AT_ONCE if name in amending.changed_terms]
        if not names or date <= fields.Date.context_today(self):
            return []
        labels = self.fields_get(names, ["string"])
        return [
            self.env._(
                "%(contract)s: %(terms)s would change at once for all that is invoiced and paid, not"
                " only from %(date)s on. Amend this on that day, or choose today.",
                contract=self.display_name,
                terms=format_list(self.env, [labels[name]["string"] for name in names]),
                date=format_date(self.env, date),
            )
        ]

    def _get_term_faults(self, amending):
        """What forbids new terms: dates the wrong way round, a rate that is none."""
        start, end = (
            fields.Date.to_date(amending.terms.get(name, self[name]))
            for name in ("date_start", "date_end")
        )
        faults, names = [], {"contract": self.display_name}
        if start and end and end < start:
            faults.append(
                self.env._(
                    "%(contract)s would end (%(end)s) before it starts (%(start)s). Correct one of the two dates.",
                    end=format_date(self.env, end),
                    start=format_date(self.env, start),
                    **names,
                )
            )
        if "partner_id" in amending.terms and not amending.terms["partner_id"]:
            faults.append(
                self.env._(
                    "%(contract)s cannot be left without a customer or vendor. Choose one.", **names
                )
            )
        rate = amending.terms.get("currency_rate", self.currency_rate)
        if "currency_rate" in amending.terms and self.currency_id == self.company_id.currency_id:
            faults.append(
                self.env._(
                    "%(contract)s is in the currency of its company: its rate stays 1.", **names
                )
            )
        elif "currency_rate" in amending.terms and rate <= 0:
            faults.append(
                self.env._("The currency rate of %(contract)s must be above zero.", **names)
            )
        return faults

    def _get_goods_faults(self, amending):
        """What forbids new goods: no quantity, or less than what was invoiced of them (B2)."""
        faults = []
        for row in amending.goods:
            name, names = row.after["name"], {"contract": self.display_name}
            if not row.is_changed:
                continue
            if not name:
                faults.append(
                    self.env._(
                        "Goods that are added to %(contract)s need a description or a product.",
                        **names,
                    )
                )
            elif row.after["quantity"] <= 0 and not row.is_cancelled:
                faults.append(
                    self.env._(
                        "'%(line)s' of %(contract)s needs a quantity above zero. To take it out of the"
                        " contract, delete the line.",
                        line=name,
                        **names,
                    )
                )
            elif not 0 <= row.after["discount"] <= 100:
                faults.append(
                    self.env._(
                        "The discount of '%(line)s' of %(contract)s must lie from 0 to 100 %%.",
                        line=name,
                        **names,
                    )
                )
        faults += [self._get_shortfall_text(line) for line in amending.get_shortfalls()]
        if self.billing_policy == "order":
            faults += [
                self._get_shortfall_text(row.line)
                for row in amending.goods
                if row.is_changed and row.line and row.after["quantity"] < row.line.qty_invoiced
            ]
        return faults

    def _get_shortfall_text(self, line):
        return self.env._(
            "'%(line)s' of %(contract)s cannot come to less than what was invoiced of it, nor lose the"
            " taxes that were invoiced. Credit its invoices first; for another tax, lower the line to"
            " what was invoiced and add a new one.",
            line=line.name,
            contract=self.display_name,
        )

    def _get_plan_faults(self, amending):
        """What forbids the new plan: it does not add up, or is below what happened on it (I1, R19)."""
        names = {"contract": self.display_name}
        total, planned = amending.total, amending.get_planned()
        excess = amending.excess or self._get_billed_excess(amending)
        if excess:
            return [
                self.env._(
                    "%(contract)s cannot come to %(total)s: %(held)s is invoiced or settled already."
                    " Undo invoices or payments first, or amend to no less.",
                    total=self._format_amount(total),
                    held=self._format_amount(total + excess),
                    **names,
                )
            ]
        if self.state == "active" and self.currency_id.compare_amounts(total, 0) <= 0:
            return [
                self.env._(
                    "The amount of %(contract)s would not be above zero. Terminate it instead.",
                    **names,
                )
            ]
        faults = [
            self.env._(
                "%(amount)s in the plan of %(contract)s has more decimals than %(currency)s has.",
                amount=amount,
                currency=self.currency_id.name,
                **names,
            )
            for amount in amending.get_inexact()
        ]
        faults += [
            self._get_held_fault(
                row.line.label or row.values.get("name") or self.env._("New"), row.held, row.after
            )
            for row in amending.plan
            if self.currency_id.compare_amounts(row.after, row.held) < 0
        ]
        faults += [
            self._get_event_fault(row) for row in amending.plan if not self._is_event_right(row)
        ]
        if self.state == "active":
            faults += self._get_balance_faults(planned, total)
        return faults + self._get_tie_faults(
            {row.line: row.after for row in amending.plan if row.line},
            {row.line.id: row.price_total for row in amending.goods if row.line},
        )

    def _is_event_right(self, row):
        percent, days = (row.get(name) or 0 for name in ("trigger_percent", "trigger_days"))
        return 0 <= percent <= 100 and days >= 0

    def _get_event_fault(self, row):
        return self.env._(
            "Line '%(line)s' of %(contract)s waits for a progress from 0 to 100 %%, and for days that are"
            " not negative. Correct them.",
            line=row.line.label or row.values.get("name") or self.env._("New"),
            contract=self.display_name,
        )

    def _get_billed_excess(self, amending):
        """Return what is on invoices, also those that name no plan line, above a lowered amount."""
        if self.currency_id.compare_amounts(amending.total, self.amount_total) >= 0:
            return 0.0
        # sudo: an invoice that the user may not see counts as well
        contract = self.sudo()
        loose = contract.env["account.move.line"]._sum_loose(contract).get(self.id, 0.0)
        billed = sum(contract.settlement_ids._get_billed().values()) + loose
        billed += sum(contract.settlement_ids.mapped("opening_invoiced"))
        return max(0.0, self.currency_id.round(billed - amending.total))

    def _carry_out(self, amending, reason):
        """Write what was worked out and found to be in order.

        The contract's row is written first, and always: so two workers on one contract collide, and
        what is held cannot change under the amendment.
        """
        self.env["commercial.contract.settlement"].check_access("write")
        # sudo: the right to the contract holds for its parts (I8), and is not asked line by line
        opened = self._unlocked().sudo()
        opened.write({})
        opened.flush_recordset()
        goods = [
            Command.update(row.line.id, row.values) if row.line else Command.create(row.values)
            for row in amending.goods
            if row.is_changed
        ]
        known = opened.line_ids
        opened.write({**amending.terms, **({"line_ids": goods} if goods else {})})
        added = (opened.line_ids - known).sorted("id").with_env(self.env)
        for row, line in zip((row for row in amending.goods if row.is_added), added, strict=True):
            row.line = line
        last = max(self.settlement_ids.mapped("sequence"), default=0)
        new = [row for row in amending.plan if row.is_added]
        for row in amending.plan:
            if row.values and not row.is_added:
                line = row.line.with_env(opened.env)
                line.write(line._prepare_amended(row.values, reason))
        created = opened.env["commercial.contract.settlement"].create(
            [
                {"sequence": last + 10 * number, **row.values, "contract_id": self.id}
                for number, row in enumerate(new, 1)
            ]
        )
        for row, line in zip(new, created.with_env(self.env), strict=True):
            row.line = line
        for line in opened._get_live_plan():
            line._set_percent()
        # whoever waits for something else now: it may have happened already
        waiting = created.browse(
            row.line.id for row in amending.plan if AWAITED & row.values.keys() and not row.is_added
        )
        waiting._follow_triggers()
        if self.state == "active" and not self.is_framework:
            self._raise_faults(self._get_balance_faults(self.amount_planned, self.amount_total))

    def _get_unproportional(self):
        """Amended goods are billed by what is left of them (B2)."""
        # sudo: which way invoices are reckoned does not depend on who looks
        goods = self.env["commercial.contract.amendment.goods"].sudo()
        found = goods._read_group([("contract_id", "in", self.ids)], ["contract_id"])
        amended = {contract.id for (contract,) in found}
        return super()._get_unproportional() | self.filtered(lambda c: c.id in amended)
