"""Which plan line a document or a payment was probably made for: a proposal, never a booking."""

from datetime import date

FAR = date.max


def match_exact(claims, rooms):
    """Return {claim: line} for the claims whose amount is just what a line has room for.

    Each line is taken once. Of several lines the one that is due nearest to the claim's day is
    taken; of equally near ones the earlier.

    :param claims: {claim: (units, day)}; they choose in this order
    :param rooms: {line: (units, day due or None)}

    >>> day = date(2026, 1, 31)
    >>> rooms = {"A": (300, day), "B": (300, date(2026, 2, 28)), "C": (50, None)}
    >>> match_exact({"x": (300, date(2026, 3, 1)), "y": (300, day), "z": (40, day)}, rooms)
    {'x': 'B', 'y': 'A'}
    """
    return _match(claims, rooms, lambda units, room: units == room)


def match_room(claims, rooms):
    """Return {claim: line} for the claims that find a line with room for all of them.

    What a claim takes is no longer there for the next one. Parameters as for ``match_exact``.

    >>> rooms = {"A": (300, date(2026, 1, 31)), "B": (500, date(2026, 2, 28))}
    >>> day = date(2026, 1, 20)
    >>> match_room({"x": (200, day), "y": (200, day), "z": (301, day)}, rooms)
    {'x': 'A', 'y': 'B'}
    """
    return _match(claims, rooms, lambda units, room: 0 < units <= room)


def _match(claims, rooms, fits):
    left = {line: units for line, (units, _due) in rooms.items() if units > 0}
    found = {}
    for claim, (units, day) in claims.items():
        lines = [line for line, room in left.items() if fits(units, room)]
        if lines:
            line = min(lines, key=lambda line: _distance(rooms[line][1], day))
            found[claim] = line
            left[line] -= units
            if not left[line]:
                del left[line]
    return found


def _distance(due, day):
    due = due or FAR
    return abs((due - day).days), due
