"""Amounts in words. Chinese through cn2an; other languages go through Odoo's num2words."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def amount_in_words_cny(amount):
    """Return an amount of yuan in the Chinese words of contracts and receipts.

    The amount is a decimal string (an int or Decimal will do), rounded to the fen, halves away
    from zero. The prefix 人民币 is the caller's. Raises ValueError for what is no number and
    for 10**16 yuan and more.

    >>> amount_in_words_cny("1130000.00"), amount_in_words_cny("10203040.50")
    ('壹佰壹拾叁万元整', '壹仟零贰拾万叁仟零肆拾元伍角')
    >>> amount_in_words_cny("0.10"), amount_in_words_cny("0"), amount_in_words_cny("-1000.05")
    ('壹角', '零元整', '负壹仟元零伍分')
    """
    try:
        number = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise ValueError(f"{amount!r} is not an amount.") from error
    if not number.is_finite() or number.adjusted() >= 16:
        raise ValueError(f"{amount!r} cannot be written in words.")
    if not number:
        return "零元整"
    # its words take longer to load than half of this addon: not at each start of the server
    import cn2an  # noqa: PLC0415

    return cn2an.an2cn(f"{number:f}", "rmb")
