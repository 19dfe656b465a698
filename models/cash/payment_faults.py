"""All that keeps a payment over plan lines from being booked, in words that name the mend."""

from odoo.fields import Date
from odoo.tools import float_repr, format_date, format_list, formatLang

from ...tools.money import is_exact


class PaymentFaults:
    """``get_faults()`` before a ``PaymentPlan`` is booked, ``get_differences()`` as the proof after."""

    def __init__(self, plan):
        self.env, self.plan = plan.env, plan

    def get_faults(self):
        return [*self._decimal_faults(), *self._split_faults(), *self._book_faults()]

    def _decimal_faults(self):
        """Odoo would round in silence, and then another amount is booked than was asked for."""
        own = self.plan.currency
        amounts = {(self.plan.asked, own): self.plan.contracts}
        amounts.update({(part, own): line for line, part in self.plan.split.items()})
        if self.plan.paid is not None:
            amounts[self.plan.paid, self.plan.pay_currency] = self.plan.contracts
        return [
            self.env._(
                "%(amount)s on %(names)s has more decimals than %(currency)s, whose smallest unit is"
                " %(unit)s. Enter an amount without them.",
                amount=amount,
                names=format_list(self.env, records.mapped("display_name")),
                currency=currency.name,
                unit=float_repr(currency.rounding, currency.decimal_places),
            )
            for (amount, currency), records in amounts.items()
            if not is_exact(amount, currency.rounding)
        ]

    def _split_faults(self):
        compare, faults = self.plan.currency.compare_amounts, []
        if compare(self.plan.amount, 0) <= 0:
            return [
                self.env._(
                    "The amount on %s is not above zero. Enter what was paid.",
                    format_list(self.env, self.plan.lines.mapped("display_name")),
                )
            ]
        for line, part in self.plan.split.items():
            if compare(part, 0) < 0:
                faults.append(
                    self.env._(
                        "The part of line '%(line)s' of %(contract)s is negative. Enter zero or more.",
                        **line._names(),
                    )
                )
            elif compare(part, line.amount_residual) > 0:
                faults.append(
                    self.env._(
                        "%(part)s is more than line '%(line)s' of %(contract)s has open (%(open)s)."
                        " Lower the part.",
                        part=self._format(part),
                        open=self._format(line.amount_residual),
                        **line._names(),
                    )
                )
        if compare(self.plan.rest, 0) < 0:
            faults.append(
                self.env._(
                    "The parts add up to %(parts)s, but the payment is %(amount)s. Lower a part or"
                    " raise the amount.",
                    parts=self._format(sum(self.plan.split.values())),
                    amount=self._format(self.plan.amount),
                )
            )
        elif compare(self.plan.rest, 0) > 0 and not self.plan.contract_of_rest():
            faults.append(
                self.env._(
                    "%(rest)s of the payment is on no line, and %(contracts)s still has open lines."
                    " Lay it on them or lower the amount.",
                    rest=self._format(self.plan.rest),
                    contracts=format_list(self.env, self.plan.contracts.mapped("display_name")),
                )
            )
        return faults

    def _book_faults(self):
        faults = []
        names = {
            "journal": self.plan.journal.display_name,
            "company": self.plan.company.display_name,
        }
        if self.plan.journal.company_id not in self.plan.company.parent_ids:
            faults.append(
                self.env._(
                    "%(journal)s is no journal of %(company)s. Choose one of the contract's company.",
                    **names,
                )
            )
        elif not self.plan.journal._get_available_payment_method_lines(self.plan.kind):
            faults.append(
                self.env._(
                    "%(journal)s has no payment method for this. Add one to the journal, or choose"
                    " another journal.",
                    **names,
                )
            )
        if len(self.plan.payer) != 1:
            faults.append(
                self.env._(
                    "%s have no payer in common. Enter who pays.",
                    format_list(self.env, self.plan.contracts.mapped("display_name")),
                )
            )
        faults += [*self._date_faults(), *self._account_faults()]
        # prices need rates and accounts
        return faults or self._price_faults()

    def _date_faults(self):
        faults = []
        locks = self.plan.company._get_violated_lock_dates(self.plan.date, False, self.plan.journal)
        if locks:
            lock = locks[-1][0]
            faults.append(
                self.env._(
                    "%(month)s is locked in the books (lock date %(lock)s). Choose a payment date from"
                    " %(next)s on, or ask the accountant to open the period.",
                    month=format_date(self.env, self.plan.date, date_format="MMMM yyyy"),
                    lock=format_date(self.env, lock),
                    next=format_date(self.env, Date.add(lock, days=1)),
                )
            )
        return [*faults, *self._currency_faults()]

    def _currency_faults(self):
        """Two currencies that both are not the books' have no rate of their own: Odoo would match the
        document by what it was booked at, and not by what is paid."""
        plan, books = self.plan, self.plan.company.currency_id
        asked = plan.currency | plan.pay_currency
        asked = asked.union(*(document.currency_id for document in plan.open_amounts))
        faults = [
            self.env._(
                "There is no %(currency)s rate on or before %(date)s for %(company)s. Add one in"
                " Invoicing > Configuration > Currencies, then register the payment again.",
                currency=currency.name,
                date=format_date(self.env, plan.date),
                company=plan.company.display_name,
            )
            for currency in asked
            if not plan.contracts._has_rate(currency, plan.date)
        ]
        for document in plan.open_amounts:
            own = document.currency_id
            if own != plan.pay_currency and books not in (own, plan.pay_currency):
                faults.append(
                    self.env._(
                        "%(document)s is in %(own)s, and the payment in %(currency)s: the books know no"
                        " rate between these two. Choose %(own)s or %(books)s as the currency of the"
                        " payment.",
                        document=document.display_name,
                        own=own.name,
                        currency=plan.pay_currency.name,
                        books=books.name,
                    )
                )
        return faults

    def _price_faults(self):
        """What was typed as paid must be what the parts come to, but for what no unit can say."""
        plan = self.plan
        if plan.paid is None:
            return []
        price = plan.get_price()
        if abs(plan.paid - price) <= plan.get_slack():
            return []
        return [
            self.env._(
                "The parts come to %(price)s at the rates of their invoices and of the day, but the"
                " payment is %(paid)s. Change a part or the payment.",
                price=self._format_paid(price),
                paid=self._format_paid(plan.paid),
            )
        ]

    def _account_faults(self):
        return [
            self._no_account(contract)
            for contract in self.plan.contracts
            if not self.plan.partner_account(contract)
        ]

    def _no_account(self, contract):
        names = {
            "partner": self.plan.partner(contract).display_name,
            "contract": contract.display_name,
        }
        if self.plan.is_purchase:
            return self.env._(
                "%(partner)s of %(contract)s has no account payable. Enter it on the contact.",
                **names,
            )
        return self.env._(
            "%(partner)s of %(contract)s has no account receivable. Enter it on the contact.",
            **names,
        )

    def get_differences(self, before):
        """Return a text for each line that the books give another part than the split said.

        :param before: {plan line: settled before}
        """
        faults = []
        for line, part in self.plan.split.items():
            got = self.plan.currency.round(line.amount_settled - before[line])
            unit = self.plan.get_unit(line)
            if (
                self.plan.currency.compare_amounts(abs(got - part), unit) > 0
                and line.contract_id.amount_unallocated >= 0
            ):
                faults.append(
                    self.env._(
                        "The books would give line '%(line)s' of %(contract)s %(got)s of this payment"
                        " instead of %(part)s, because its invoice bills other lines as well. Pay"
                        " these first, or register the payment on the invoice.",
                        got=self._format(got),
                        part=self._format(part),
                        **line._names(),
                    )
                )
        return faults

    def _format(self, amount):
        return formatLang(self.env, amount, currency_obj=self.plan.currency)

    def _format_paid(self, amount):
        return formatLang(self.env, amount, currency_obj=self.plan.pay_currency)
