import doctest
import importlib
import pkgutil

from odoo.addons.commercial_contract import tools
from odoo.tests.common import BaseCase


class TestToolsDoctest(BaseCase):
    def test_the_examples_in_the_docstrings_hold(self):
        for found in pkgutil.iter_modules(tools.__path__):
            with self.subTest(module=found.name):
                module = importlib.import_module(f"{tools.__name__}.{found.name}")
                failed, tried = doctest.testmod(module)
                self.assertEqual(failed, 0)
                self.assertTrue(tried, "a module of tools/ shows by example what it does")
