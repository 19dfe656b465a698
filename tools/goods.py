"""Which part of which goods a plan line pays for: whole numbers of the currency's smallest unit."""

from itertools import pairwise

from .money import prorate


def weigh(totals, plan):
    """Return, for each set of goods that plan lines are tied to, what they take of each of them.

    :param totals: {goods: amount}, tax included
    :param plan: {frozenset of goods: amount of all plan lines tied to exactly these}
    :return: {frozenset of goods: {goods: amount}}; the amounts of a set add up to its plan

    Narrow sets take first, and what is left goes to the wide ones, so the answer does not depend on
    what is billed first, and no goods are billed above their amount while there is another way.

    >>> every, pump = frozenset({"pump", "pipe"}), frozenset({"pump"})
    >>> weigh({"pump": 600, "pipe": 400}, {every: 1000}) == {every: {"pump": 600, "pipe": 400}}
    True
    >>> found = weigh({"pump": 600, "pipe": 400}, {pump: 500, every: 500})
    >>> found[pump], sorted(found[every].items())
    ({'pump': 500}, [('pipe', 400), ('pump', 100)])
    >>> weigh({"pump": 600, "pipe": 400}, {pump: 700})[pump]
    {'pump': 700}
    """
    left = dict(totals)
    found = {}
    for goods in sorted(plan, key=lambda goods: (len(goods), sorted(goods))):
        names = sorted(goods)
        weights = [left[name] if left[name] * totals[name] > 0 else 0 for name in names]
        if sum(weights) <= 0:
            weights = [totals[name] for name in names]
        found[goods] = dict(zip(names, prorate(plan[goods], weights), strict=True))
        for name, amount in found[goods].items():
            left[name] -= amount
    return found


def overdrawn(totals, plan):
    """Return the goods whose plan lines take more than they come to, and by how much; or nothing.

    :param totals: {goods: amount}, tax included; a discount, below zero, takes nothing
    :param plan: {frozenset of goods: amount of all plan lines tied to exactly these}
    :return: (set of goods, amount above their total), or None

    Where sets overlap, their amounts are moved to the other goods of each as far as there is room.

    >>> pump, pipe, both = frozenset({"pump"}), frozenset({"pipe"}), frozenset({"pump", "pipe"})
    >>> overdrawn({"pump": 600, "pipe": 400}, {pump: 500, both: 500})
    >>> goods, missing = overdrawn({"pump": 600, "pipe": 400}, {pipe: 300, both: 701})
    >>> sorted(goods), missing
    (['pipe', 'pump'], 1)
    """
    left = {goods: max(amount, 0) for goods, amount in totals.items()}
    laid = {tied: dict.fromkeys(tied, 0) for tied in plan}
    for tied, amount in plan.items():
        while amount > 0:
            way, seen = _find_room(tied, left, laid)
            if not way:
                taken = sum(amount for goods, amount in plan.items() if goods <= seen)
                return seen, taken - sum(max(totals[goods], 0) for goods in seen)
            moved = min(
                [amount, left[way[-1][1]], *(laid[user][goods] for goods, user in _turns(way))]
            )
            for user, goods in way:
                laid[user][goods] += moved
            for goods, user in _turns(way):
                laid[user][goods] -= moved
            left[way[-1][1]] -= moved
            amount -= moved
    return None


def _find_room(tied, left, laid):
    """Return the way from a set of goods to goods with room, as (set, goods) steps, and all goods
    that were seen on the way; between two steps the second set makes room on the first's goods."""
    ways = [[(tied, goods)] for goods in sorted(tied)]
    seen = set(tied)
    for way in ways:
        goods = way[-1][1]
        if left[goods] > 0:
            return way, seen
        for user, parts in laid.items():
            if parts.get(goods, 0) > 0:
                ways += [[*way, (user, other)] for other in sorted(user - seen)]
                seen |= user
    return None, seen


def _turns(way):
    """Return (goods, set that gives way there) for each step of a way but the first."""
    return [(before[1], step[0]) for before, step in pairwise(way)]
