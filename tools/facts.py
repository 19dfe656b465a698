"""What has to be appended to an append-only list of facts, so that it says what the records say now."""

from .money import divide


def append(have, want, today, owner=None, anew=()):
    """Return the rows that bring the sum of the facts of each key to what is wanted.

    A difference downwards takes rows of the same key back, youngest first, each with its own
    dimensions; what is left of it is a row with the dimensions of today. Amounts are whole numbers.

    :param have: rows ``(key, dimensions, amount, worth)`` that were booked, oldest first; ``worth``
        is the same money in the company's currency
    :param want: ``{key: (amount, worth)}``; a key that is missing comes to nothing
    :param today: ``today(key)`` returns the dimensions of a new row
    :param owner: ``owner(dimensions)`` returns the part of them that says whose a row is
    :param anew: keys whose rows all have to be of the owner of today
    :returns: rows as in ``have``, none without an amount

    A sale of 100 by A, then 50 more by B; 70 of them undone, 20 by A:

    >>> append([("k", "A", 100, 100)], {"k": (150, 150)}, lambda key: "B")
    [('k', 'B', 50, 50)]
    >>> append([("k", "A", 100, 100), ("k", "B", 50, 50)], {"k": (80, 80)}, lambda key: "B")
    [('k', 'B', -50, -50), ('k', 'A', -20, -20)]
    >>> append([("k", "A", 100, 90)], {"k": (100, 90)}, lambda key: "B", lambda row: row, {"k"})
    [('k', 'A', -100, -90), ('k', 'B', 100, 90)]
    """
    stacks = {}
    for key, *row in have:
        _push(stacks.setdefault(key, []), *row)
    rows = []
    for key in dict.fromkeys((*stacks, *want)):
        stack, (amount, worth) = stacks.get(key, []), want.get(key, (0, 0))
        moves = {}
        if key in anew and stack:
            new = today(key)
            for row in [row for row in stack if owner(row[0]) != owner(new)]:
                _add(moves, row[0], -row[1], -row[2])
            stack = [row for row in stack if owner(row[0]) == owner(new)]
        amount -= sum(row[1] for row in stack)
        worth -= sum(row[2] for row in stack)
        if amount or worth:
            _move(stack, moves, amount, worth, lambda key=key: today(key))
        rows += [(key, dims, *move) for dims, move in moves.items() if any(move)]
    return rows


def append_both(have, want, bare, today, owner=None, anew=()):
    """As ``append``, of rows that have a third amount: what the same event comes to without tax.

    :param have: rows ``(key, dimensions, amount, worth, bare)``
    :param bare: ``{key: amount}`` without tax
    :returns: rows as in ``have``; what is taken back is taken from the same rows in all three

    >>> append_both([("k", "A", 113, 113, 100)], {"k": (226, 226)}, {"k": 200}, lambda key: "B")
    [('k', 'B', 113, 113, 100)]
    >>> append_both([("k", "A", 113, 113, 0)], {"k": (113, 113)}, {"k": 100}, lambda key: "B")
    [('k', 'B', 0, 0, 100)]
    """
    rows = {row[:2]: row[2:] for row in append([row[:4] for row in have], want, today, owner, anew)}
    alone = append(
        [(*row[:2], row[4], row[4]) for row in have if row[4]],
        {key: (amount, amount) for key, amount in bare.items()},
        today,
    )
    found = {row[:2]: row[2] for row in alone}
    places = dict.fromkeys((*rows, *found))
    return [(*place, *rows.get(place, (0, 0)), found.get(place, 0)) for place in places]


def _push(stack, dims, amount, worth):
    """Put a booked row on the stack of its key; one that takes back lowers rows of its own dimensions."""
    for row in [row for row in reversed(stack) if row[0] == dims]:
        if not _is_opposite(amount, row[1]):
            continue
        if abs(amount) < abs(row[1]):
            row[1] += amount
            row[2] += worth
            return
        amount, worth = amount + row[1], worth + row[2]
        row[1] = row[2] = 0
    stack[:] = [row for row in stack if row[1] or row[2]]
    same = [row for row in stack if row[0] == dims]
    if worth and not amount and same:
        same[-1][2] += worth
    elif amount or worth:
        stack.append([dims, amount, worth])


def _move(stack, moves, amount, worth, today):
    """Lay a difference on rows of the stack, youngest first; what is left of it is of today."""
    last = None
    for row in reversed(stack):
        if _is_opposite(amount, row[1]):
            last, part = row[0], _within(amount, row[1])
            back = -row[2] if part == -row[1] else divide(row[2] * part, row[1])
            _add(moves, last, part, back)
            amount, worth = amount - part, worth - back
            row[2] += back
    if amount:
        _add(moves, today(), amount, worth)
        return
    for row in reversed(stack):  # the same money is worth less
        if _is_opposite(worth, row[2]):
            part = _within(worth, row[2])
            _add(moves, row[0], 0, part)
            worth -= part
    if worth:  # a cent of rounding stays with whom the rest was taken from
        _add(moves, today() if last is None else last, 0, worth)


def _within(amount, room):
    """Return as much of the amount as brings the room to nothing; both have opposite signs."""
    return max(amount, -room) if amount < 0 else min(amount, -room)


def _add(moves, dims, amount, worth):
    before = moves.get(dims, (0, 0))
    moves[dims] = (before[0] + amount, before[1] + worth)


def _is_opposite(one, other):
    return one * other < 0
