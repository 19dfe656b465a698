"""How the properties are run: the same examples every time, unless a seed is asked for."""

import logging
import os

from hypothesis import HealthCheck, seed, settings

_logger = logging.getLogger(__name__)
SEED = os.environ.get("PROPERTY_SEED")
_logger.info("Properties run with seed: %s", SEED or "none, the same examples every time")


def examples(count=200):
    """Return the decorator of a property that is tried on so many examples.

    Without PROPERTY_SEED a run is a fixed one (CI); with it, other worlds are tried, and the
    same number tries the same ones again.
    """
    profile = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=not SEED,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    return (lambda test: seed(int(SEED))(profile(test))) if SEED else profile
