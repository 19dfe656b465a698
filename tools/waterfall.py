"""Lay money on plan lines: money-rules section 2 as pure functions.

``lay_document`` is steps 1 and 2: the flows into one document, on the shares of its lines.
``lay`` is steps 3 to 9: the items of one contract, on its plan lines. Amounts are whole numbers
of the smallest unit of one currency, positive when the money helps to settle: the caller turns
the signs of purchase contracts and of refunds. The result depends on the state of the books
alone, never on the order in which things were posted or come in (I5).
"""

from collections import Counter, deque
from typing import Any, NamedTuple

from .money import cumulative

WRITEOFF = "writeoff"


class Share(NamedTuple):
    """What one plan line, one contract or nobody has in a document.

    ``amount`` is in the document's currency, ``value`` the same in the contract's. ``order`` is
    read for plan lines alone: (date_due, contract id, sequence, id), no date as the last day.
    """

    contract: int | None
    line: int | None
    order: tuple
    amount: int
    value: int


class Flow(NamedTuple):
    """Money that reached a document from one source, in the document's currency.

    ``parts`` are (kind, amount) with the kinds cash, netting, writeoff in this order; they add
    up to ``amount``. All partials of one source are one flow (R1).
    """

    key: Any
    date: Any
    amount: int
    parts: tuple


class Slice(NamedTuple):
    """The part of a flow that falls on one share; ``share`` is its index in the list given."""

    flow: Any
    share: int
    kind: str
    amount: int
    value: int


class Line(NamedTuple):
    """A plan line; ``order`` is (date_due, sequence, id), ``closed`` a cancelled one (R19)."""

    id: int
    amount: int
    order: tuple
    opening: int = 0
    closed: bool = False


class Item(NamedTuple):
    """Money of a contract, in its currency; negative when it goes back.

    ``named`` is the plan line that the tag names, ``billed`` the one of its slice,
    ``siblings`` the plan lines of this contract on the same document. The key decides between
    items of one date and amount: what should decide before the ids stands in it before them.
    """

    key: Any
    date: Any
    amount: int
    kind: str = "cash"
    named: int | None = None
    billed: int | None = None
    document: Any = None
    siblings: tuple = ()
    pair: Any = None


def lay_document(shares, flows, own_credit=0):
    """Return the slices of the flows on the shares of one document (section 2, steps 1 and 2).

    Negative shares (discount lines) and the document's own credit notes (R9) lower the stack
    from its end. Shares without contract take money too: their slices are nobody's. What the
    stack cannot take gives no slice. A slice may have the value 0 (R18).

    >>> shares = [Share(None, None, (), 250, 250), Share(1, 10, (31, 1), 3000, 3000),
    ...           Share(2, 20, (20, 2), 800, 800)]
    >>> flow = Flow("a", 1, 2300, (("cash", 2290), ("writeoff", 10)))
    >>> for piece in lay_document(shares, [flow]): print(*piece)
    a 2 cash 800 800
    a 1 cash 1490 1490
    a 1 writeoff 10 10
    """
    stack = _stack(shares, own_credit)
    laid, slices = Counter(), []
    for flow in sorted(flows, key=lambda flow: (flow.date, -flow.amount, flow.key)):
        for kind, amount in flow.parts:
            for index, take in _pour(stack, amount):
                share, before = shares[index], laid[index]
                laid[index] += take
                value = cumulative(share.value, before, laid[index], share.amount)
                slices.append(Slice(flow.key, index, kind, take, value))
    return slices


def lay(lines, items):
    """Return ``(rows, rest)``: what each plan line gets, and what none takes (steps 3 to 9).

    ``rows`` is ``{(item key, line id): amount}`` without zeros; a row has the sign of its item.
    ``rest`` is signed: items - rows, write-offs apart, which have no effect where they find no
    room. Opening amounts take their room and give no row. On every line money >= 0,
    write-offs >= 0, and opening + money + write-offs <= max(amount, opening) (I4).
    Raises ValueError when two items have one key.

    >>> plan = [Line(1, 3000, (31,)), Line(2, 5000, (59,)), Line(3, 2000, (90,))]
    >>> lay(plan, [Item("a", 20, 4000)])
    ({('a', 1): 3000, ('a', 2): 1000}, 0)
    >>> lay(plan, [Item("a", 20, 10400), Item("b", 25, -1500)])
    ({('a', 1): 3000, ('a', 2): 5000, ('a', 3): 2000, ('b', 3): -1100}, 0)
    """
    turn = sorted(items, key=_turn)
    if len({item.key for item in turn}) != len(turn):
        raise ValueError("Two items have one key; their rows could not be told apart.")
    plan = _Plan(lines, turn)
    items = [item for item in turn if item.pair is None]
    income = [item for item in items if item.kind != WRITEOFF and item.amount > 0]
    refunds = [item for item in items if item.kind != WRITEOFF and item.amount < 0]
    covered = plan.give_room_back(income, refunds)
    for item in income:
        plan.put(item, item.named)
    for item in items:
        if item.kind == WRITEOFF:
            plan.put(item, item.billed, plan.extra[item.billed])
    for item in income:
        plan.put(item, item.billed)
    for item, line_id, amount in covered:
        plan.take_back(item, line_id, amount)
    plan.put_on_siblings(income)
    plan.put_on_open_lines(income)
    spare = plan.take_last_first(refunds, sum(plan.left[item.key] for item in income))
    return plan.rows, plan.put_pairs([item for item in turn if item.pair is not None], spare)


class _Plan:
    """The plan lines of one contract while its money is laid: their room and their rows."""

    def __init__(self, lines, items):
        """Start with the room that the opening amounts leave (step 4)."""
        self.lines = {line.id: line for line in sorted(lines, key=lambda x: (x.order, x.id))}
        self.room = {line.id: max(line.amount - line.opening, 0) for line in lines}
        self.extra = Counter()
        self.left = {item.key: abs(item.amount) for item in items}
        self.held = Counter()
        self.rows = {}

    def target(self, item):
        """Return the plan line at which an item is aimed, or None; the tag goes first."""
        return next((x for x in (item.named, item.billed) if x in self.lines), None)

    def by_due_date(self, line_ids):
        """Return those of the lines that are open, in their order."""
        found = [self.lines[x] for x in set(line_ids) if x in self.lines]
        return [x.id for x in sorted(found, key=lambda x: (x.order, x.id)) if not x.closed]

    def give_room_back(self, income, refunds):
        """Return (refund, line, amount) as far as income aimed at the same line reaches (step 5).

        The line gets that much more room. The rows are written later, by ``take_back``.
        """
        aimed = Counter()
        for item in income:
            aimed[self.target(item)] += item.amount
        covered = []
        for item in refunds:
            line_id = self.target(item)
            amount = min(self.left[item.key], aimed[line_id])
            if line_id is not None and amount:
                aimed[line_id] -= amount
                self.room[line_id] += amount
                self.extra[line_id] += amount
                covered.append((item, line_id, amount))
        return covered

    def put(self, item, line_id, reserved=0):
        """Lay what is left of an item on a line, up to its room less what is reserved."""
        amount = min(self.left[item.key], self.room.get(line_id, 0) - reserved)
        if item.amount > 0 and amount > 0:
            self.left[item.key] -= amount
            self.room[line_id] -= amount
            self._write(item, line_id, amount)

    def take_back(self, item, line_id, amount):
        """Take money that went back from a line."""
        self.left[item.key] -= amount
        self._write(item, line_id, -amount)

    def put_on_siblings(self, income):
        """Lay what is left on the other plan lines of the same document (pass 2b)."""
        for item in income:
            if self.left[item.key]:
                for line_id in self.by_due_date(item.siblings):
                    self.put(item, line_id)

    def put_on_open_lines(self, income):
        """Lay all that is left on the lines that are not cancelled, in their order (pass 3)."""
        queue = deque(self.by_due_date(self.lines))
        for item in income:
            while queue and self.left[item.key]:
                self.put(item, queue[0])
                if self.room[queue[0]] <= 0:
                    queue.popleft()

    def take_last_first(self, refunds, spare):
        """Take what is left of the refunds from the spare money, then from the last lines.

        Returns the spare money after that; below zero when the lines hold too little (step 9).
        """
        for item in refunds:
            amount = min(self.left[item.key], max(spare, 0))
            self.left[item.key] -= amount
            spare -= amount
        stack = list(self.lines)
        for item in refunds:
            while stack and self.left[item.key]:
                amount = min(self.left[item.key], self.held[stack[-1]])
                if amount > 0:
                    self.take_back(item, stack[-1], amount)
                    self.room[stack[-1]] += amount
                if self.held[stack[-1]] <= 0:
                    stack.pop()
        return spare - sum(self.left[item.key] for item in refunds)

    def put_pairs(self, items, spare):
        """Lay cash that was taken back where there is room, and take it off the same lines again.

        Returns the spare money after that; what took back more than it was goes by step 9.
        """
        income = [item for item in items if item.amount > 0]
        refunds = [item for item in items if item.amount < 0]
        for item in income:
            self.put(item, item.named)
        self.put_on_open_lines(income)
        for refund in refunds:
            for item in income:
                for line_id in reversed(self.lines) if item.pair == refund.pair else ():
                    amount = min(self.left[refund.key], self.rows.get((item.key, line_id), 0))
                    if amount:
                        self.take_back(refund, line_id, amount)
        return self.take_last_first(refunds, spare + sum(self.left[item.key] for item in income))

    def _write(self, item, line_id, amount):
        """Add to the one row of an item on a line."""
        key = (item.key, line_id)
        self.rows[key] = self.rows.get(key, 0) + amount
        if item.kind != WRITEOFF:
            self.held[line_id] += amount


def _turn(item):
    """Return the place of an item within a pass."""
    return item.date, item.document is not None, -abs(item.amount), item.key


def _place(share):
    """Return the place of a share in the stack of its document (step 1)."""
    order = share.order if share.line is not None else ()
    return share.contract is None, share.line is None, order, share.contract or 0, share.line or 0


def _stack(shares, own_credit):
    """Return ``[index, room]`` of the shares that take money, the first to be filled in front."""
    order = [index for index, share in enumerate(shares) if share.amount > 0]
    order.sort(key=lambda index: _place(shares[index]))
    lower = own_credit - sum(min(share.amount, 0) for share in shares)
    stack = deque()
    for index in reversed(order):
        cut = min(lower, shares[index].amount)
        lower -= cut
        if cut < shares[index].amount:
            stack.appendleft([index, shares[index].amount - cut])
    return stack


def _pour(stack, amount):
    """Yield (index, amount) as money fills the stack from the front; the stack shrinks."""
    while stack and amount > 0:
        index, room = stack[0]
        take = min(amount, room)
        amount -= take
        if take == room:
            stack.popleft()
        else:
            stack[0][1] -= take
        yield index, take
