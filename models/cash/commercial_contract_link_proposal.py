from odoo import models
from odoo.tools import formatLang

from ...tools.matching import match_exact, match_room
from ..billing.account_move_line import REFUNDS
from ..billing.exchange import Exchange


class CommercialContract(models.Model):
    """What the dialog that links invoices and payments proposes, and what it warns of."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_contract_amounts(self, records):
        """Return {line of a document, payment or bank line: amount in the contract's currency}.

        In whole units of it, tax included; credit notes and money paid back are negative.
        """
        exchange, amounts = Exchange(self.env), {}
        sign = -1 if self.direction == "purchase" else 1
        for record in records:
            currency = record.currency_id
            if record._name == "account.move.line":
                amount = record.price_total
                if (
                    currency != self.currency_id
                ):  # as its money will count, not at the rate of a day
                    amount = record.move_id._get_contract_worth(self, amount, exchange)
                    currency = self.currency_id
                amount *= -1 if record.move_type in REFUNDS else 1
            elif record._name == "account.payment":
                amount = record.amount * (sign if record.payment_type == "inbound" else -sign)
            else:
                amount = record.amount * sign
            amounts[record] = exchange.convert(
                exchange.units(amount, currency.id),
                currency.id,
                self.currency_id.id,
                record.company_id.id,
                record.date,
            )
        return amounts

    def _propose_links(self, items, payments, bank_lines):
        """Return ({product line: plan line}, records that surely belong to this contract).

        A document or a line of it that comes to just what a plan line has to bill is sure, and so is
        what paid it, and money that comes to just what a plan line has open. Else the plan line
        that is due nearest and has room for it is proposed.
        """
        units = self._get_contract_amounts(items)
        lines = self.settlement_ids.filtered(lambda line: not line.is_cancelled)
        rooms = {
            line: (self._to_units(line.amount_to_invoice), line.date_due or None) for line in lines
        }
        free = items.filtered(lambda item: not item.commercial_contract_id)
        proposed, sure = {}, {}
        for match, whole in ((match_exact, True), (match_exact, False), (match_room, True)):
            rest = free.filtered(lambda item: item not in proposed)
            parts = rest.grouped("move_id").values() if whole else list(rest)
            claims = {part: (sum(units[item] for item in part), part[:1].date) for part in parts}
            for part, line in match(claims, rooms).items():
                left, due = rooms[line]
                rooms[line] = (left - claims[part][0], due)
                proposed.update(dict.fromkeys(part, line))
                if match is match_exact:
                    sure.update(dict.fromkeys(part))
        return proposed, {*sure, *self._propose_cash(sure, payments, bank_lines)}

    def _propose_cash(self, sure, payments, bank_lines):
        documents = self.env["account.move"].union(*(item.move_id for item in sure))
        cash = [record for record in (*payments, *bank_lines) if not record.commercial_contract_id]
        paid = {
            record
            for record in cash
            if record._name == "account.payment"
            and (record.reconciled_invoice_ids | record.reconciled_bill_ids) & documents
        }
        units = self._get_contract_amounts(cash)
        open_lines = self.settlement_ids._get_open()
        rooms = {
            line: (self._to_units(line.amount_residual), line.date_due or None)
            for line in open_lines
        }
        claims = {
            record: (units[record], record.date)
            for record in cash
            if record not in paid and not record.is_reconciled
        }
        return [*paid, *match_exact(claims, rooms)]

    def _get_link_warnings(self, links):
        """Return the texts of plan lines that documents would bill more of than they amount to.

        :param links: {product line: plan line, or an empty record}, for all that is linked then
            or now
        """
        billed = self.env["account.move.line"]._sum_billed(
            "commercial_settlement_id", self.settlement_ids
        )
        # sudo: what documents bill of a plan line is shown on the plan line
        items = self.env["account.move.line"].sudo().union(*links)
        if not self._links_anybody():
            parties = self._get_link_partners()
            items = items.filtered(lambda item: item.move_id.commercial_partner_id in parties)
        units = self._get_contract_amounts(items.filtered_domain(items._billed_domain()))
        after = {
            line: self._to_units(line.opening_invoiced + billed.get(line.id, 0.0))
            for line in self.settlement_ids
        }
        for item, amount in units.items():
            for line, sign in ((item.commercial_settlement_id, -1), (links[item], 1)):
                if line in after:
                    after[line] += sign * amount
        return [
            self.env._(
                "Line '%(line)s' of %(contract)s is %(amount)s, and %(billed)s would be billed of it.",
                amount=formatLang(self.env, line.amount, currency_obj=self.currency_id),
                billed=formatLang(
                    self.env, self._from_units(after[line]), currency_obj=self.currency_id
                ),
                **line._names(),
            )
            for line in self.settlement_ids
            if after[line] > self._to_units(line.amount)
        ]
