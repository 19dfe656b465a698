"""OCA's account_reconcile_oca beside this addon, in a database of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

from odoo.tests import BaseCase, tagged
from odoo.tools import config

ROOT = Path(__file__).resolve().parent.parent


@tagged("post_install", "-at_install", "slow")
class TestBankReconcileOca(BaseCase):
    """Installs both addons and runs the tests that are tagged ``bank_reconcile_oca`` there."""

    def test_reconciling_with_the_addon_of_oca(self):
        if "CC_BESIDE" not in os.environ:
            self.skipTest("dev/test names the addons beside this one and the new database")
        base = os.environ["CC_SCRATCH"] + "_beside"
        server = psycopg2.connect(dbname="postgres")
        server.autocommit = True
        self.addCleanup(server.close)
        with server.cursor() as cr:
            cr.execute(f'CREATE DATABASE "{base}" TEMPLATE "{os.environ["CC_TEMPLATE"]}"')
        self.addCleanup(self._drop, server, base)
        with tempfile.TemporaryDirectory(prefix="commercial_contract_beside_") as folder:
            outcome, log = Path(folder, "outcome.json"), Path(folder, "odoo.log")
            paths = [*config["addons_path"], os.environ["CC_BESIDE"]]
            done = subprocess.run(
                [sys.executable, ROOT / "dev/run_tests.py", "run", outcome, folder,
                 "-d", base, "-i", "commercial_contract,account_reconcile_oca", "--no-http",
                 "--addons-path", ",".join(dict.fromkeys(paths)), "--logfile", log,
                 "--test-tags", "bank_reconcile_oca"],
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )  # fmt: skip
            self.assertTrue(outcome.exists(), done.stderr)
            found = json.loads(outcome.read_text(encoding="utf-8"))
            self.assertEqual(
                (found["failed"], found["skips"], found["code"]), ([], {}, 0), done.stderr
            )
            self.assertEqual(found["complaints"], [])
            self.assertGreater(len(found["started"]), 5)

    def _drop(self, server, base):
        with server.cursor() as cr:
            cr.execute(f'DROP DATABASE IF EXISTS "{base}" WITH (FORCE)')
