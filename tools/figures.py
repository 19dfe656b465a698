"""What the money on a plan says of it, on whole numbers of the smallest unit of one currency."""


def line_figures(amount, settled, adjusted, cancelled=False):
    """Return (what a plan line still waits for, its state).

    >>> line_figures(3000, 0, 0), line_figures(3000, 1200, 0), line_figures(3000, 2990, 10)
    ((3000, 'open'), (1800, 'partial'), (0, 'settled'))
    >>> line_figures(3000, 1200, 0, cancelled=True), line_figures(0, 0, 0)
    ((0, 'cancelled'), (0, 'settled'))
    """
    if cancelled:
        return 0, "cancelled"
    residual = amount - settled - adjusted
    if not residual:
        return 0, "settled"
    return residual, "partial" if settled + adjusted > 0 else "open"


def plan_state(laid, states):
    """Return the state of a plan on which ``laid`` has come, from the states of its lines.

    >>> plan_state(0, ["open"]), plan_state(5, ["settled", "open"]), plan_state(5, ["settled"])
    ('none', 'partial', 'settled')
    """
    if laid <= 0:
        return "none"
    return "partial" if {"open", "partial"} & set(states) else "settled"
