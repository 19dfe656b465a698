"""Which part of which goods a plan line pays for: whole numbers of the currency's smallest unit."""

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
