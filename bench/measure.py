"""Measure the sides of a comparison in turn, in one process, and say what came out.

A script of this folder runs as ``python NAME.py RESULT [--quick] DATABASE...``: dev/bench calls it
with scratch databases of its own and with a configuration that knows the addons of all sides.
"""

import argparse
import contextlib
import gc
import json
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

PASSES, LONG_PASSES, LONG = 5, 3, 60  # so many passes; fewer where one takes that many seconds


class Pass(NamedTuple):
    """What one pass of one side took, what was waiting to be written included."""

    seconds: float
    queries: int


def arguments(text, *databases):
    """Return the options of a script; ``databases`` are the names of those that it works on."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("result", type=Path)
    parser.add_argument("--quick", action="store_true", help="small sizes, to try the script")
    for name in databases:
        parser.add_argument(name)
    return parser.parse_args()


def open_odoo(*databases):
    """Return the registries of these databases, all in this process."""
    import odoo.init  # noqa: F401, before all others
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["--log-level", "warn", "--max-cron-threads", "0"], setup_logging=True)
    return [Registry(name) for name in databases]


@contextlib.contextmanager
def environment(registry, keep=False, **context):
    """Open an environment as the superuser in English; roll back what is done there, or keep it."""
    from odoo.api import SUPERUSER_ID, Environment

    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {"lang": "en_US", "tz": "UTC", **context})
        yield env
        if keep:
            env.flush_all()
            cr.commit()
        else:
            cr.rollback()


def timed(env, work):
    """Run ``work`` from a cold cache; return what it took and what it gave."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    result = work()
    env.flush_all()
    return Pass(time.perf_counter() - begin, env.cr.sql_log_count - queries), result


def in_turn(sides, passes=PASSES):
    """Run the sides in turn, back and forth, and return {name: its passes}.

    :param sides: {name: function that runs one pass and returns a ``Pass``}
    """
    found = {name: [] for name in sides}
    done = 0
    while done < passes:
        order = list(sides) if done % 2 == 0 else list(sides)[::-1]
        for name in order:
            found[name].append(sides[name]())
            last = found[name][-1]
            say(f"  {name}: {last.seconds:.2f} s, {last.queries} queries")
        done += 1
        if max(runs[-1].seconds for runs in found.values()) > LONG:
            passes = min(passes, LONG_PASSES)
    return found


def row(what, reference, ours, theirs, target, **more):
    """Return a row of the table.

    The ratio is the median of the ratios of neighbouring passes: a machine that slows down half-way
    slows both sides. It meets its target up to half a unit of the last digit that is shown.

    :param ours, theirs: the passes of the two sides
    :param target: what the ratio of seconds may be at most; None where it is told, not asked
    :param more: ``unit`` (count, word) by which seconds and queries are shown; ``queries_met``
        whether the queries are as they should be
    """
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
    met = target is None or (round(ratio, 2) <= target and more.get("queries_met", True))
    return {
        "what": what,
        "reference": reference,
        "ours": statistics.median(run.seconds for run in ours),
        "theirs": statistics.median(run.seconds for run in theirs),
        "queries": [ours[-1].queries, theirs[-1].queries],
        "passes": len(ours),
        "ratio": ratio,
        "target": target,
        "met": met,
        **more,
    }


def write(options, rows):
    """Hand the rows to the report."""
    options.result.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def say(text):
    """Tell whoever waits."""
    print(text, file=sys.stderr, flush=True)
