"""Spread a new contract amount over a plan of which a part has happened: whole numbers of the
currency's smallest unit."""

from typing import NamedTuple

from .goods import overdrawn
from .money import prorate


class Part(NamedTuple):
    """A plan line: what it is about, what was billed or settled of it, and the goods that it is
    tied to (none: all goods)."""

    amount: int
    held: int
    tied: frozenset = frozenset()


def respread(total, parts, goods=None):
    """Return the amounts of the parts, in their order, that add up to the new total.

    What is held of each part stays. What is open is spread like before, in proportion, by largest
    remainder; where nothing is open, the last part takes all that is new. Parts that are tied to
    goods take no more than these come to, as long as others have room for it.

    :param goods: {goods: amount}, tax included, that ``tied`` names
    :raises ValueError: more is held than the total

    >>> respread(12000, [Part(3000, 3000), Part(5000, 1000), Part(2000, 0)])
    [3000, 6333, 2667]
    >>> respread(12000, [Part(3000, 3000), Part(5000, 2000), Part(2000, 0)])
    [3000, 6200, 2800]
    >>> respread(5000, [Part(3000, 3000), Part(5000, 2000), Part(2000, 0)])
    [3000, 2000, 0]
    >>> respread(900, [Part(500, 0, frozenset({"pump"})), Part(500, 0)], {"pump": 400, "pipe": 500})
    [400, 500]
    """
    held = [part.held for part in parts]
    if sum(held) > total:
        raise ValueError(f"{sum(held)} is held already, more than {total}.")
    wanted = _add(held, prorate(total - sum(held), [part.amount - part.held for part in parts]))
    if goods is None or not _overdrawn(parts, wanted, goods) or _overdrawn(parts, held, goods):
        return wanted
    amounts = list(held)
    for index in range(len(parts)):
        _raise(parts, amounts, index, wanted[index] - held[index], goods)
    return _place_rest(total, parts, amounts, goods)


def _place_rest(total, parts, amounts, goods):
    """Return the amounts with all that is missing to the total on those that may take it."""
    rest = total - sum(amounts)
    loose = [index for index, part in enumerate(parts) if not part.tied]
    if loose:
        weights = [parts[index].amount - parts[index].held for index in loose]
        for index, more in zip(loose, prorate(rest, weights), strict=True):
            amounts[index] += more
        return amounts
    for index in range(len(parts)):
        rest -= _raise(parts, amounts, index, rest, goods)
    amounts[-1] += rest  # no room anywhere: the check of the ties says so
    return amounts


def _raise(parts, amounts, index, more, goods):
    """Raise one amount as far as its goods allow; return by how much.

    What sets of goods can hold together is a matroid: taking one after the other as far as it goes
    leaves no room unused.
    """
    before = amounts[index]
    amounts[index] += more
    while amounts[index] > before and (found := _overdrawn(parts, amounts, goods)):
        amounts[index] = max(before, amounts[index] - found[1])
    return amounts[index] - before


def _overdrawn(parts, amounts, goods):
    plan = {}
    for part, amount in zip(parts, amounts, strict=True):
        if part.tied:
            plan[part.tied] = plan.get(part.tied, 0) + amount
    return overdrawn(goods, plan)


def _add(left, right):
    return [one + other for one, other in zip(left, right, strict=True)]
