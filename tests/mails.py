"""What a mail looks like, as far as a machine can tell it."""

from lxml import html


def count_columns(mail):
    """Return how many columns the widest table of a mail has: more than three of them do not fit a phone."""
    return max(
        sum(int(cell.get("colspan", 1)) for cell in row)
        for row in html.fromstring(mail.body_html).iter("tr")
    )
