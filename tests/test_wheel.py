"""The addon as a wheel: built from the root, put into a fresh venv, found and installed by Odoo."""

import os
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

import psycopg2

import odoo.release
from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
ADDON = "odoo/addons/commercial_contract/"

STATE = "SELECT state FROM ir_module_module WHERE name = 'commercial_contract'"


@tagged("post_install", "-at_install", "slow")
class TestWheel(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "CC_TEMPLATE" not in os.environ:
            cls.skipTest(cls, "dev/test names the template database and the new one")
        folder = tempfile.TemporaryDirectory(prefix="commercial_contract_wheel_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls._run(sys.executable, *"-m pip wheel --no-build-isolation --no-deps --no-index".split(),
                 "--wheel-dir", cls.folder, ROOT)  # fmt: skip
        [cls.wheel] = cls.folder.glob("*.whl")
        cls.python = cls._make_venv()

    @classmethod
    def _run(cls, *command):
        env = {k: v for k, v in os.environ.items() if k not in ("ODOO_RC", "PYTHONPATH")}
        done = subprocess.run(
            [*map(str, command)],
            cwd=cls.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    @classmethod
    def _make_venv(cls):
        """A venv that sees Odoo and what it needs, but not the checkout."""
        cls._run(sys.executable, "-m", "venv", "--without-pip", cls.folder / "venv")
        python = cls.folder / "venv/bin/python"
        [site] = (cls.folder / "venv/lib").glob("python*/site-packages")
        seen = [str(Path(odoo.release.__file__).parent.parent), sysconfig.get_path("purelib")]
        (site / "odoo.pth").write_text("\n".join(seen) + "\n", encoding="utf-8")
        cls._run(
            sys.executable, "-m", "pip", "--python", python, "install", "--no-index", cls.wheel
        )
        return python

    def test_wheel_is_named_and_filled_as_odoo_finds_it(self):
        self.assertTrue(self.wheel.name.startswith("odoo_addon_commercial_contract-19.0."))
        names = zipfile.ZipFile(self.wheel).namelist()
        inside = [n for n in names if ".dist-info/" not in n]
        self.assertIn(ADDON + "__manifest__.py", inside)
        self.assertFalse([n for n in inside if not n.startswith(ADDON)])
        developers = {"bench", "dev", "docs", ".ci", "__pycache__"}
        self.assertFalse([n for n in inside if developers & set(n.split("/"))])

    def test_checkout_stays_clean(self):
        self.assertFalse(list(ROOT.glob("*.egg-info")))
        self.assertFalse((ROOT / "build").exists())

    def test_odoo_installs_the_addon_from_the_wheel(self):
        base = os.environ["CC_SCRATCH"] + "_wheel"
        server = psycopg2.connect(dbname="postgres")
        server.autocommit = True
        with server.cursor() as cr:
            cr.execute(f'CREATE DATABASE "{base}" TEMPLATE "{os.environ["CC_TEMPLATE"]}"')
        self.addCleanup(server.close)
        self.addCleanup(self._drop, server, base)
        where = self._run(
            self.python, "-c", "import odoo.addons.commercial_contract as c; print(c.__file__)"
        )
        self.assertIn("/site-packages/" + ADDON, where)
        self._run(self.python, *"-m odoo --stop-after-init --no-http --config=/dev/null".split(),
                  "--data-dir", self.folder, "-d", base, "-i", "commercial_contract")  # fmt: skip
        installed = psycopg2.connect(dbname=base)
        with installed.cursor() as cr:
            cr.execute(STATE)
            self.assertEqual(cr.fetchone(), ("installed",))
        installed.close()

    def _drop(self, server, base):
        with server.cursor() as cr:
            cr.execute(f'DROP DATABASE IF EXISTS "{base}" WITH (FORCE)')
