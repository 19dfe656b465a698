"""Run Odoo's tests and count them by the runner's own result.

    run_tests.py run RESULT CACHE ODOO_ARGS...     one process; writes RESULT (JSON)
    run_tests.py sum RESULT...     adds them up; the last line is `N passed, N failed`

Odoo's own exit code is 0 when no test ran, when a tour was skipped for want of a browser, and when
our models logged warnings; its closing line counts subtests. So neither is asked.
"""

import json
import logging
import os
import re
import sys
import time
from pathlib import Path

OURS = re.compile(r"commercial[._]")  # our loggers, files, models and tables

# A skipped test counts as failed unless its reason is here.
ALLOWED_SKIPS = ()

# What our pages load. Odoo would build every bundle that any view names before the first tour.
JS_BUNDLES = {
    "web.assets_web",
    "web.assets_tests",
    "web.__assets_tests_call__",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_unit_tests",
    "web.assets_unit_tests_setup",
}
CSS_BUNDLES = {"web.assets_web", "web.assets_frontend"}


class Complaints(logging.Handler):
    """What Odoo logs at WARNING and above about this addon, outside its tests."""

    def __init__(self, cache):
        super().__init__(logging.WARNING)
        self.cache = cache
        self.lines = []

    def emit(self, record):
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        message = record.getMessage()
        if record.levelno >= logging.ERROR:
            print(f"{record.levelname} {record.name}: {message}", trace, sep="\n", file=sys.stderr)
        if ".tests." in record.name:
            return
        parts = (record.name, record.pathname, message, trace)
        ours = any(OURS.search(part.replace(self.cache, "")) for part in parts)
        if ours or record.levelno >= logging.CRITICAL:
            first = message.splitlines()[0] if message else trace.splitlines()[-1]
            self.lines.append(f"{record.levelname} {record.name}: {first}")


class Counting:
    """Stands before the runner's result class and remembers each test by name."""

    started = set()
    failed = set()
    skips = {}
    current = ("", 0.0, 0)

    @staticmethod
    def _name(test):  # a failing subtest counts for its test
        while getattr(test, "test_case", None):
            test = test.test_case
        return test.id()

    @classmethod
    def tell(cls, name=""):
        """A line for each class that is through."""
        before, begun, count = Counting.current
        now = time.clock_gettime(time.CLOCK_MONOTONIC)  # a test may have frozen the other clocks
        if name != before:
            if before:
                print(f"{before}: {count} tests, {now - begun:.1f} s", file=sys.stderr)
            begun, count = now, 0
        Counting.current = (name, begun, count + 1)

    def startTest(self, test):
        self.tell(type(test).__name__)
        self.started.add(self._name(test))
        super().startTest(test)

    def addError(self, test, err):
        if not self._soft_fail:  # Odoo's @retry
            self.failed.add(self._name(test))
        super().addError(test, err)

    def addFailure(self, test, err):
        if not self._soft_fail:
            self.failed.add(self._name(test))
        super().addFailure(test, err)

    def addSkip(self, test, reason):
        self.skips[self._name(test)] = str(reason)
        super().addSkip(test, reason)


def calm_hypothesis():
    """No deadline on a busy machine; the same examples on each run of a CI."""
    from hypothesis import settings

    settings.register_profile(
        "house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True
    )
    settings.load_profile("house")


def run(result_file, cache, args):
    os.environ["TZ"] = "UTC"
    import odoo.init
    import odoo.service.server
    from odoo.tests import loader
    from odoo.tools import config

    logfile = Path(args[args.index("--logfile") + 1])
    logfile.unlink(missing_ok=True)
    config.parse_config([*args, "--stop-after-init"], setup_logging=True)
    complaints = Complaints(cache)
    logging.getLogger().addHandler(complaints)
    loader.OdooTestResult = result = type("Result", (Counting, loader.OdooTestResult), {})
    calm_hypothesis()

    from odoo.addons.base.models.ir_qweb import IrQweb

    IrQweb._get_bundles_to_pregenarate = lambda self: (JS_BUNDLES, CSS_BUNDLES)  # Odoo's spelling

    code = odoo.service.server.start(preload=config["db_name"], stop=True)
    result.tell()
    Path(result_file).write_text(
        json.dumps(
            {
                "started": sorted(result.started),
                "failed": sorted(result.failed),
                "skips": result.skips,
                "complaints": complaints.lines,
                "code": code or 0,
            }
        ),
        encoding="utf-8",
    )
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # threads of a failed tour may hang on


def faults(name, result):
    """Failures that are no test's, in words."""
    for line in result["complaints"]:
        yield f"{name}: Odoo complains about this addon: {line}"
    if result["code"] and not result["failed"]:
        yield f"{name}: Odoo ended with {result['code']}: addon or tests do not load, see the log"


def tours_stand():
    return any((Path(__file__).resolve().parent.parent / "static/tests/tours").glob("*.js"))


def add_up(files):
    started, failed, skipped, words = set(), set(), {}, []
    for path in map(Path, files):
        try:
            result = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            words.append(f"{path.name}: the run ended without a result")
            continue
        started.update(result["started"])
        failed.update(result["failed"])
        skipped.update(result["skips"])
        words.extend(faults(path.name, result))
        if path.name == "tours" and not result["started"] and not result["code"] and tours_stand():
            words.append("tours: static/tests/tours has files, but no test tagged `tour` ran")
    for name, reason in skipped.items():
        if any(re.search(allowed, reason) for allowed in ALLOWED_SKIPS):
            started.discard(name)
        else:
            failed.add(name)
            words.append(f"skipped: {name}: {reason}")
    if not (started or failed or words):
        words.append("no test ran")
    extra = sum(not word.startswith("skipped: ") for word in words)
    for name in sorted(failed - set(skipped)):
        print(f"FAILED {name}")
    for word in dict.fromkeys(words):
        print(f"FAILED {word}")
    bad = len(failed) + extra
    print(f"{len(started - failed)} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "run":
        try:
            run(rest[0], rest[1], rest[2:])
        except KeyboardInterrupt:
            os._exit(130)
    sys.exit(add_up(rest))
