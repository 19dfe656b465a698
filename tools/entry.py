"""Shares of an entry: how much of its partner items is cash, netting and write-off (docs/money.md)."""

from typing import NamedTuple

from .money import cumulative


class Shares(NamedTuple):
    """One side of an entry, in whole units of one currency."""

    cash: int
    netting: int
    whole: int  # all partner items of the side

    @property
    def writeoff(self):
        """What of the side is neither money nor netting."""
        return self.whole - self.cash - self.netting


def share_entry(whole, across, liquid):
    """Return the shares of the side whose partner items add up to ``whole``.

    :param across: partner items of the other side
    :param liquid: net of the liquidity items, above zero on the other side

    >>> share_entry(3000, 0, 2990)
    Shares(cash=2990, netting=0, whole=3000)
    >>> share_entry(3000, 1200, 1800), share_entry(3000, 0, 3004)[0]
    (Shares(cash=1800, netting=1200, whole=3000), 3000)
    """
    cash = max(0, min(whole, liquid))
    return Shares(cash, max(0, min(whole - cash, across)), whole)


def cut(amount, shares, discount=None):
    """Cut ``amount`` of a side into ``((kind, units), ...)``, without zeros.

    :param discount: what of it the document itself writes off (R12); None: pro rata

    >>> shares = Shares(4940, 0, 5000)
    >>> cut(3000, shares), cut(2000, shares)
    ((('cash', 2964), ('writeoff', 36)), (('cash', 1976), ('writeoff', 24)))
    >>> cut(3000, shares, 60), cut(2000, shares, 0)
    ((('cash', 2940), ('writeoff', 60)), (('cash', 2000),))
    """
    if discount is None:
        money, of = amount, shares.whole
    else:
        money, of = amount - discount, shares.whole - shares.writeoff
    cash = cumulative(money, 0, shares.cash, of) if of else 0
    netting = min(money - cash, cumulative(money, 0, shares.netting, of) if of else 0)
    parts = (("cash", cash), ("netting", netting), ("writeoff", amount - cash - netting))
    return tuple((kind, units) for kind, units in parts if units)
