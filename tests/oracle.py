"""The net money of each contract (I3), worked out anew, record by record, from plain SELECTs.

It shares no code with the engine: it follows docs/money.md up to what belongs to a contract, for
contracts and documents in any currency, shared or not, and knows nothing of plan lines' room. Slow,
and only for tests. Amounts are whole numbers of the smallest unit of their currency.
"""

from collections import defaultdict
from types import SimpleNamespace

from .invariant_queries import LIQUIDITY, listed
from .oracle_announced import Announced

FAR = "9999-01-01"

MOVES = """
    SELECT m.id, m.move_type, m.state, m.date::text, COALESCE(m.invoice_date, m.date)::text AS day,
           COALESCE(m.invoice_date_due, '9999-01-01')::text AS due, m.currency_id, m.company_id,
           m.amount_total, ABS(m.amount_total_signed) AS company_total, m.reversed_entry_id,
           m.origin_payment_id,
           m.journal_id = co.currency_exchange_journal_id OR m.tax_cash_basis_rec_id IS NOT NULL
               OR m.tax_cash_basis_origin_move_id IS NOT NULL AS nothing
      FROM account_move m JOIN res_company co ON co.id = m.company_id WHERE m.state <> 'cancel'"""
ITEMS = f"""
    SELECT l.id, l.move_id, l.balance, l.amount_currency, l.currency_id, l.account_id,
           l.discount_date::text, l.amount_currency - l.discount_amount_currency AS discount,
           a.account_type IN ('asset_receivable', 'liability_payable')
               OR m.move_type = 'entry' AND (l.account_id, l.company_id) IN {listed("deposit")} AS owed,
           (l.account_id, l.company_id) IN {listed("fee")} AS fee,
           p.id AS payment, pr.commercial_partner_id AS partner,
           COALESCE(l.commercial_contract_id, p.commercial_contract_id, b.commercial_contract_id)
               AS tag
      FROM account_move_line l JOIN account_account a ON a.id = l.account_id
      JOIN account_move m ON m.id = l.move_id
 LEFT JOIN account_payment p ON p.id = l.payment_id
 LEFT JOIN account_bank_statement_line b ON b.id = l.statement_line_id
 LEFT JOIN res_partner pr ON pr.id = l.partner_id"""
PRODUCTS = """
    SELECT l.move_id, l.price_total, l.commercial_contract_id AS contract,
           l.commercial_settlement_id AS line
      FROM account_move_line l WHERE l.display_type = 'product'"""
PAYMENTS = """
    SELECT p.id, p.commercial_contract_id AS tag, p.date::text, p.currency_id, p.company_id, p.amount,
           p.payment_type, p.state, pr.commercial_partner_id AS partner,
           ARRAY(SELECT r.invoice_id FROM account_move__account_payment r
                  WHERE r.payment_id = p.id) AS moves
      FROM account_payment p LEFT JOIN res_partner pr ON pr.id = p.partner_id
     WHERE p.move_id IS NULL AND p.state IN ('in_process', 'paid') ORDER BY p.date, p.id"""


def part_of(value, part, whole):
    """``value * part / whole`` rounded half away from zero, in whole numbers."""
    found = (2 * abs(value) * part + whole) // (2 * whole)
    return found if value >= 0 else -found


class Oracle(Announced):
    """``net(contract id)``: the cash and netting of a contract in its currency, signed.

    Also how many amounts were converted for it: each of these may be off by one unit.
    """

    def __init__(self, env):
        env.flush_all()
        self.cr = env.cr
        self.moves = {move.id: move for move in self.select(MOVES)}
        self.items = {item.id: item for item in self.select(ITEMS)}
        self.of_move, self.products = defaultdict(list), defaultdict(list)
        for item in self.items.values():
            self.of_move[item.move_id].append(item)
        for product in self.select(PRODUCTS):
            self.products[product.move_id].append(product)
        self.partials = defaultdict(list)  # item: (far item, near amount, far amount, date)
        for row in self.select("SELECT *, max_date::text AS day FROM account_partial_reconcile"):
            debit, credit = row.debit_move_id, row.credit_move_id
            amounts = row.debit_amount_currency, row.credit_amount_currency
            self.partials[debit].append((credit, *amounts, row.day))
            self.partials[credit].append((debit, *reversed(amounts), row.day))
        self.payments = self.select(PAYMENTS)
        self.liquid = {row.id for row in self.select(LIQUIDITY)}
        self.rounding = {
            row.id: float(row.rounding)
            for row in self.select("SELECT id, rounding FROM res_currency")
        }
        self.books = {
            row.id: row
            for row in self.select("SELECT id, currency_id, parent_path FROM res_company")
        }
        self.contracts = {row.id: row for row in self.select("SELECT * FROM commercial_contract")}
        self.lines = {
            row.id: row for row in self.select("SELECT * FROM commercial_contract_settlement")
        }
        self.announced, self.left_of_payment = self.announce()
        self.slices = {move: self.lay(move) for move in self.moves if self.products.get(move)}

    def select(self, query):
        self.cr.execute(query)
        return [SimpleNamespace(**row) for row in self.cr.dictfetchall()]

    # amounts

    def units(self, amount, currency):
        return round(float(amount or 0) / self.rounding[currency])

    def rate(self, currency, company, day):
        """Units of a currency for the unit of all rates."""
        root = int(self.books[company].parent_path.split("/")[0])
        self.cr.execute(
            """SELECT rate FROM res_currency_rate
                WHERE currency_id = %s AND (company_id = %s OR company_id IS NULL)
             ORDER BY name > %s, CASE WHEN name <= %s THEN name END DESC, name, company_id LIMIT 1""",
            [currency, root, day, day],
        )
        found = self.cr.fetchone()
        return float(found[0]) if found else 1.0

    def convert(self, amount, source, target, company, day):
        """Convert an amount (no units); return units of the target currency."""
        if source != target:
            amount *= self.rate(target, company, day) / self.rate(source, company, day)
        return self.units(amount, target)

    def company_currency(self, move):
        return self.books[move.company_id].currency_id

    # entries

    def shares(self, item):
        """(cash, netting, whole) of a partner item of an entry; None: it counts for nothing."""
        move = self.moves.get(item.move_id)
        if not move or move.state != "posted" or move.move_type != "entry" or move.nothing:
            return None
        rows = self.of_move[move.id]
        currencies = {row.currency_id for row in rows if row.amount_currency}
        name = "amount_currency" if currencies == {item.currency_id} else "balance"
        currency = item.currency_id if name == "amount_currency" else self.company_currency(move)
        side = -1 if (item.balance or item.amount_currency) < 0 else 1
        own = across = liquid = 0
        moved = any(row.account_id in self.liquid and not row.owed for row in rows)
        for row in rows:
            value = self.units(getattr(row, name), currency) * side
            if row.owed:
                own, across = own + max(value, 0), across + max(-value, 0)
            elif moved and (row.fee or row.account_id in self.liquid):
                liquid -= value
        if not own:
            return None
        cash = max(0, min(own, liquid))
        return cash, max(0, min(own - cash, across)), own

    def cut(self, item, units, document=None):
        """The cash and the netting in so many units of an item; None: it counts for nothing.

        Where an entry writes off just the early discounts of what it pays in full and in time, each
        document takes its own; else all take it in proportion (R12).
        """
        found = self.shares(item)
        if found is None:
            return None
        cash, netting, whole = found
        granted = self.granted(item, whole - cash - netting)
        if granted is not None:
            units -= min(units, granted[item.id, document])
            whole = cash + netting
        if not whole:
            return 0, 0
        cash = part_of(units, cash, whole)
        return cash, min(units - cash, part_of(units, netting, whole))

    def granted(self, item, written_off):
        """{(item, document or None): discount} if the write-off of the item's side is just that."""
        move = self.moves[item.move_id]
        rows = [row for row in self.of_move[move.id] if row.amount_currency]
        if not written_off or {row.currency_id for row in rows} != {item.currency_id}:
            return None
        found = defaultdict(int)
        for row in rows:
            if not row.owed or (row.balance > 0) != (item.balance > 0):
                continue
            for far, _near, far_amount, _day in self.partials[row.id]:
                paid = self.items[far]
                in_time = paid.discount_date and paid.discount_date >= move.date
                if in_time and abs(far_amount) == abs(paid.amount_currency):
                    same = paid.currency_id == item.currency_id
                    units = abs(self.units(paid.discount, item.currency_id)) if same else 0
                    found[row.id, paid.move_id] += units
                    if not any(product.contract for product in self.products[paid.move_id]):
                        found[row.id, None] += units
        whole = sum(units for (_item, document), units in found.items() if document)
        return found if whole == written_off else None

    def is_cash(self, item):
        found = self.shares(item)
        return bool(found and found[0])

    # documents

    def portions(self, move):
        """[contract, plan line, units of the document, units of the contract] in stack order."""
        found = defaultdict(float)
        for product in self.products[move.id]:
            found[product.contract, product.line] += float(product.price_total or 0)
        portions = [
            [contract, line, self.units(amount, move.currency_id), 0]
            for (contract, line), amount in found.items()
        ]
        largest = max(portions, key=lambda one: one[2])
        total = self.units(move.amount_total, move.currency_id)
        largest[2] += total - sum(one[2] for one in portions)
        for one in portions:
            one[3] = self.value(move, *one[:3]) if one[0] else one[2]
        return sorted(portions, key=self.place)

    def place(self, portion):
        contract, line = portion[:2]
        if not line:
            return contract is None, True, FAR, contract or 0, 0, 0
        row = self.lines[line]
        return False, False, str(row.date_due or FAR), contract, row.sequence or 0, line

    def value(self, move, contract, line, units):
        currency = self.contracts[contract].currency_id
        if currency == move.currency_id:
            return units
        step = self.rounding[move.currency_id]
        value = self.counted(move, units * step, currency)
        if line:
            planned = self.units(self.lines[line].amount, currency)
            if abs(planned - value) <= max(self.counted(move, step, currency), 1):
                return planned
        return value

    def counted(self, move, amount, currency):
        """An amount of a document in a contract's currency: by what it is in the books."""
        if not move.amount_total:
            return self.convert(amount, move.currency_id, currency, move.company_id, move.day)
        amount = amount * float(move.company_total) / float(move.amount_total)
        return self.convert(
            amount, self.company_currency(move), currency, move.company_id, move.day
        )

    def flows(self, move):
        """((date, -units, id), cash and netting, write-off) into a document; and own credits."""
        flows, own, between = [], 0, defaultdict(list)
        for item in self.of_move[move.id]:
            for far, near, _far_amount, day in self.partials[item.id]:
                other = self.items[far]
                far_move = self.moves.get(other.move_id)
                units = self.units(near, move.currency_id)
                if not item.owed or not far_move or far_move is move or not units:
                    continue
                if far_move.move_type != "entry":
                    between[far_move.id].append((units, far, day))
                    continue
                cut = self.cut(other, units, move.id)
                if cut:
                    flows.append([far_move.date, units, (0, far), sum(cut), units - sum(cut)])
        for far, rows in between.items():
            credit, transfers = self.transfers(move, self.moves[far], rows)
            own += credit
            flows += transfers
        merged = {}
        for day, units, key, money, written in flows:  # the partials of one source are one flow
            row = merged.setdefault((day, key), [0, 0, 0])
            merged[day, key] = [row[0] + units, row[1] + money, row[2] + written]
        for payment, units in self.announced[move.id]:
            merged[payment.date, (1, payment.id)] = [units, units, 0]
        return sorted((day, -row[0], key, *row[1:]) for (day, key), row in merged.items()), own

    def transfers(self, move, far, rows):
        if move.state != "posted" or far.state != "posted":
            return 0, []
        refund, far_refund = (one.move_type.endswith("refund") for one in (move, far))
        opposite = refund != far_refund and move.move_type[:3] == far.move_type[:3]
        total, own = sum(row[0] for row in rows), 0
        theirs = self.portions(far) if self.products.get(far.id) else []
        if opposite and (far.reversed_entry_id == move.id or move.reversed_entry_id == far.id):
            own = total
        elif opposite:
            mine = {tuple(one[:2]): one[2] for one in self.portions(move) if one[0]}
            common = sum(min(one[2], mine.get(tuple(one[:2]), 0)) for one in theirs if one[0])
            own = min(total, common)
        left, flows = total - own, []
        is_gift = opposite and not refund and not any(one[0] for one in theirs)
        for units, item, day in sorted(rows, key=lambda row: row[1]):
            take = min(left, units)
            left -= take
            if take:
                flows.append([day, take, (0, item), 0 if is_gift else take, take if is_gift else 0])
        return own, flows

    def lay(self, move_id):
        """{contract: units of the contract} that flowed into a document, signed by its kind."""
        move = self.moves[move_id]
        if move.move_type == "entry":
            return {}
        portions = self.portions(move)
        flows, lower = self.flows(move)
        lower -= sum(min(one[2], 0) for one in portions)
        stack = [[one, max(one[2], 0), 0] for one in portions]  # portion, room, laid
        for row in reversed(stack):
            cut = min(lower, row[1])
            row[1] -= cut
            lower -= cut
        sign = -1 if move.move_type.endswith("refund") else 1
        found = defaultdict(int)
        for _day, _units, _key, money, written in flows:
            for amount, counts in ((money, True), (written, False)):
                for row in stack:
                    (contract, _line, whole, value), room, laid = row
                    take = min(amount, room)
                    if take <= 0:
                        continue
                    amount -= take
                    row[1:] = room - take, laid + take
                    if contract and counts:
                        cut = part_of(value, laid + take, whole) - part_of(value, laid, whole)
                        found[contract] += sign * cut
        return found

    # contracts

    def net(self, contract_id):
        contract = self.contracts[contract_id]
        sign = 1 if contract.direction == "sale" else -1
        total = converted = 0
        for move, found in self.slices.items():
            total += found.get(contract_id, 0)
            if contract_id in found and self.moves[move].currency_id != contract.currency_id:
                converted += 1
        bank = []
        for item in self.items.values():
            if item.tag == contract_id and item.owed and self.shares(item):
                total += sign * sum(self.tagged(contract, item, bank))
                converted += item.currency_id != contract.currency_id
        for payment in self.payments:
            if payment.tag == contract_id:
                total += sign * self.tagged_payment(contract, payment, bank)
                converted += payment.currency_id != contract.currency_id
        return total, converted

    def tagged(self, contract, item, bank):
        left = abs(self.units(item.amount_currency, item.currency_id))
        for far, near, far_amount, _day in self.partials[item.id]:
            other = self.items[far]
            far_move = self.moves.get(other.move_id)
            units = self.units(near, item.currency_id)
            if not far_move:
                continue
            if far_move.move_type != "entry":
                if other.owed and any(one.contract for one in self.products[far_move.id]):
                    left -= units
            elif far_move.state == "posted" and not self.is_cash(other):
                left -= units
            elif far_move.state == "posted" and not other.tag:
                yield self.advance(contract, other, self.units(far_amount, other.currency_id))
        value = self.advance(contract, item, left)
        if self.is_cash(item) and not item.payment:
            cash, _netting = self.cut(item, max(left, 0))
            worth = abs(self.advance_value(contract, item, cash))
            bank.append((self.moves[item.move_id].date, item.partner, value > 0, worth))
        yield value

    def advance(self, contract, item, units):
        if units <= 0:
            return 0
        side = 1 if (item.balance or item.amount_currency) < 0 else -1
        cash, netting = self.cut(item, units)
        return side * sum(self.advance_value(contract, item, part) for part in (cash, netting))

    def advance_value(self, contract, item, units):
        if item.currency_id == contract.currency_id:
            return units
        move = self.moves[item.move_id]
        amount = units * self.rounding[item.currency_id]
        amount *= abs(float(item.balance) / float(item.amount_currency))
        books = self.company_currency(move)
        return self.convert(amount, books, contract.currency_id, move.company_id, move.date)


def money_missing(env, contracts):
    """Contracts whose cash, netting and unallocated money is not what the books hold (I3).

    Returns [(contract, units by the books, units stored)].
    """
    oracle = Oracle(env)
    wrong = []
    for contract in contracts:
        env.cr.execute(
            """SELECT COALESCE(SUM(amount), 0) FROM commercial_contract_allocation
                WHERE contract_id = %s AND kind IN ('cash', 'netting')""",
            [contract.id],
        )
        laid = env.cr.fetchone()[0]
        row = oracle.contracts[contract.id]
        stored = oracle.units(float(laid) + float(row.amount_unallocated or 0), row.currency_id)
        books, converted = oracle.net(contract.id)
        if abs(books - stored) > converted:
            wrong.append((contract.display_name, books, stored))
    return wrong
