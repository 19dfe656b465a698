"""Exact arithmetic on money: whole numbers of the currency's smallest unit, never floats."""

from decimal import Decimal
from functools import lru_cache


def to_units(amount, rounding):
    """Return the amount as a whole number of the currency's rounding unit.

    Both numbers are read as they are printed, so 1.005 is just that; halves go away from zero.
    Raises ValueError when the rounding is not above zero.

    >>> to_units(1.005, 0.01), to_units(-1.005, 0.01), to_units(0.1 + 0.2, 0.01)
    (101, -101, 30)
    >>> to_units(12.34, 0.05), to_units(1234.5, 1), to_units(1.2345, 0.001)
    (247, 1235, 1235)
    """
    step, parts = _ratio(rounding)
    near = amount * parts / step
    units = round(near)
    # far from a half, and small enough for floats to tell: the exact way gives the same
    if abs(near - units) < 0.4 and abs(units) < 2**40:
        return units
    numerator, denominator = Decimal(str(amount)).as_integer_ratio()
    return divide(numerator * parts, denominator * step)


def from_units(units, rounding):
    """Return the float that is nearest to so many rounding units.

    Raises ValueError when the rounding is not above zero.

    >>> from_units(30, 0.01), from_units(-247, 0.05), from_units(1235, 1)
    (0.3, -12.35, 1235.0)
    """
    step, parts = _ratio(rounding)
    return units * step / parts


def is_exact(amount, rounding):
    """Return whether the amount is a whole number of rounding units, but for the noise of floats.

    >>> is_exact(0.1 + 0.2, 0.01), is_exact(100.005, 0.01), is_exact(100.5, 1), is_exact(12.35, 0.05)
    (True, False, False, True)
    """
    step, parts = _ratio(rounding)
    units = Decimal(str(amount)) * parts / step
    return abs(units - round(units)) < Decimal("0.0001")


def divide(numerator, denominator):
    """Return the quotient of two whole numbers, rounded; halves go away from zero.

    >>> divide(5, 2), divide(-5, 2), divide(7, -3), divide(0, 9)
    (3, -3, -2, 0)
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def prorate(total, weights):
    """Return the total split over the weights by largest remainder, as a list of whole numbers.

    The parts add up to the total, whatever its sign; ties go to the earlier weight. Where the
    weights add up to nothing, the last part takes all. Raises ValueError when there is money
    and no weight.

    >>> prorate(100, [1, 1, 1]), prorate(-100, [1, 1, 1]), prorate(5, [0, 0])
    ([34, 33, 33], [-34, -33, -33], [0, 5])
    >>> prorate(10, [3, -1]), prorate(10, [-1, -1]), prorate(-10, [-3, 1])
    ([15, -5], [5, 5], [-15, 5])
    """
    if not weights:
        if total:
            raise ValueError("There is money to split, and nothing to split it over.")
        return []
    base = sum(weights)
    if not base:
        return [0] * (len(weights) - 1) + [total]
    sign = -1 if total < 0 else 1
    turn = -1 if base < 0 else 1
    whole = [divmod(abs(total) * weight * turn, abs(base)) for weight in weights]
    parts = [quotient for quotient, _remainder in whole]
    by_remainder = sorted(range(len(whole)), key=lambda index: (-whole[index][1], index))
    for index in by_remainder[: abs(total) - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def fill(amount, rooms):
    """Return what each room takes of the amount, one after the other; what is left finds none.

    >>> fill(5, [3, -1, 4]), fill(-5, [3]), fill(9, [3, 4])
    ([3, 0, 2], [0], [3, 4])
    """
    parts = []
    for room in rooms:
        parts.append(max(0, min(room, amount)))
        amount -= parts[-1]
    return parts


def spend(paid, bands):
    """Return what money buys of bands one after the other, and what is left of it.

    Each band is (price, value) in whole numbers; of the last one that is reached only the part is
    bought that is paid for. A band without price is free.

    >>> spend(150, [(100, 700), (100, 350), (50, 1)]), spend(300, [(100, 700), (0, 5)])
    ((875, 0), (705, 200))
    """
    bought = 0
    for price, value in bands:
        part = min(price, max(paid, 0))
        bought += divide(value * part, price) if price else value
        paid -= part
    return bought, paid


def cumulative(value, laid_before, laid_after, total):
    """Return what the value gains when the part laid of the total goes from before to after.

    Value and result are in one unit, the three others in another. Since each step is the
    difference of two rounded sums, all steps from 0 to the total add up to the value (R18).

    >>> [cumulative(33334, *step, 50001) for step in ((0, 1), (1, 50000), (50000, 50001))]
    [1, 33332, 1]
    """
    return divide(value * laid_after, total) - divide(value * laid_before, total)


@lru_cache
def _ratio(rounding):
    """Return the rounding as a fraction of two whole numbers."""
    step, parts = Decimal(str(rounding)).as_integer_ratio()
    if step <= 0:
        raise ValueError(f"The rounding of a currency is above zero, not {rounding}.")
    return step, parts
