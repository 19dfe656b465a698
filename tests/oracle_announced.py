"""The oracle's part for payments without journal entry (R13): what the bank has not brought yet."""

from collections import defaultdict


class Announced:
    """Reads ``moves``, ``items``, ``of_move``, ``partials`` and ``payments`` of the oracle."""

    def announce(self):
        """({document: [(payment, units)]}, {payment: units of its own currency for its tag})."""
        announced, left_of_payment = defaultdict(list), {}
        bank = [
            partial
            for move in self.moves.values()
            for item in self.of_move[move.id]
            if move.move_type != "entry" and item.owed
            for partial in self.bank_partials(move, item)
        ]
        bank.sort(key=lambda row: (row[1], row[3]))
        here = {
            p.id: [self.moves[move] for move in p.moves if move in self.moves]
            for p in self.payments
        }
        opened = {move.id: self.open(move) for moves in here.values() for move in moves}
        brought = self.brought(bank)
        for payment in self.payments:
            left = 0.0 if payment.id in brought else float(payment.amount)
            for row in bank:
                if row[0].id in payment.moves and row[1] >= payment.date:
                    take = min(row[2], self.worth(payment, row[0], left))
                    row[2] -= take
                    left -= self.back(payment, row[0], take)
            for move in sorted(here[payment.id], key=lambda move: (move.due, move.id)):
                take = min(opened[move.id], self.worth(payment, move, left))
                if take > 0:
                    opened[move.id] -= take
                    left -= self.back(payment, move, take)
                    announced[move.id].append((payment, take))
            left_of_payment[payment.id] = self.units(left, payment.currency_id)
        return announced, left_of_payment

    def brought(self, bank):
        """Payments of which one bank partial has just the amount; each partial serves one payment."""
        found = set()
        for payment in sorted(self.payments, key=lambda p: (p.state != "paid", p.date, p.id)):
            for row in sorted(bank, key=lambda row: row[3]):
                worth = self.worth(payment, row[0], payment.amount)
                if row[0].id in payment.moves and row[2] and row[2] == worth:
                    row[2] = 0
                    found.add(payment.id)
                    break
        return found

    def bank_partials(self, move, item):
        for far, near, _far_amount, _day in self.partials[item.id]:
            other = self.items[far]
            if not other.payment and self.is_cash(other):
                day = self.moves[other.move_id].date
                yield [move, day, self.units(near, move.currency_id), far]

    def open(self, move):
        left = 0
        for item in self.of_move[move.id]:
            if item.owed:
                left += abs(self.units(item.amount_currency, move.currency_id))
                for far, near, _far_amount, _day in self.partials[item.id]:
                    far_move = self.moves.get(self.items[far].move_id)
                    if far_move and far_move.state == "posted":
                        left -= self.units(near, move.currency_id)
        return max(left, 0)

    def worth(self, payment, move, amount):
        currency = payment.currency_id
        return self.convert(
            float(amount), currency, move.currency_id, payment.company_id, payment.date
        )

    def back(self, payment, move, units):
        """Units of a document as an amount of the payment."""
        amount = units * self.rounding[move.currency_id]
        found = self.convert(
            amount, move.currency_id, payment.currency_id, payment.company_id, payment.date
        )
        return found * self.rounding[payment.currency_id]

    def tagged_payment(self, contract, payment, bank):
        inward = payment.payment_type == "inbound"
        here = [move for move in payment.moves if move in self.moves]
        if here:
            left = self.left_of_payment[payment.id] * self.rounding[payment.currency_id]
            units = self.convert(
                left, payment.currency_id, contract.currency_id, payment.company_id, payment.date
            )
        else:
            units = self.convert(
                float(payment.amount),
                payment.currency_id,
                contract.currency_id,
                payment.company_id,
                payment.date,
            )
            units -= sum(
                worth
                for day, partner, came_in, worth in bank
                if day >= payment.date and partner == payment.partner and came_in == inward
            )
        return max(units, 0) * (1 if inward else -1)
