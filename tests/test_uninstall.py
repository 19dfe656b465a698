"""The addon goes, the books stay: what it billed and took in lives on in the plain Odoo."""

import json
import os
import subprocess
import sys

import psycopg2

from odoo.tests import BaseCase, tagged

# Each script runs in a process of its own; the last line that it prints is its result.
START = """
import json, sys
from odoo.tools import config
config.parse_config(["-d", sys.argv[1], "--no-http", "--log-level=warn"], setup_logging=True)
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
"""
BILL_AND_UNINSTALL = """
registry = Registry.new(sys.argv[1], update_module=True, install_modules=["commercial_contract"])
from odoo.addons.commercial_contract.tests.test_two_workers import PLAN, Worker
with registry.cursor() as cr:
    worker = Worker(cr)
    worker.customer = worker.env["res.partner"].create({"name": "Stays"})
    k = worker.contract(plan=PLAN, company_id=worker.company.id)
    a, b, c = k.settlement_ids.sorted("name")
    (a | b).action_create_invoice()
    invoices = (a | b).invoice_ids.sorted("id")
    invoices.invoice_date = "2026-01-10"
    invoices.action_post()
    paid = worker.pay(invoices[0])
    advance = worker.advance(k, 70)
    worker.bank_line(30, match=invoices[1])
    credit = worker.reverse(invoices[0])
    assert k.amount_settled == 200, k.amount_settled
    worker.env["tier.definition"].create({
        "name": "All", "model_id": worker.env["ir.model"]._get_id("commercial.contract"),
        "reviewer_id": worker.env.ref("base.user_admin").id, "definition_domain": "[('state', '=', 'draft')]",
    })
    asked = worker.contract(plan=PLAN, company_id=worker.company.id, signed=False)
    asked.action_request_approval()
    ids = {
        "invoices": invoices.ids, "paid": paid.ids, "advance": advance.ids, "credit": credit.ids,
        "partner": worker.customer.ids, "installed": {},
    }
    for what, query in json.loads(sys.argv[2]).items():
        cr.execute(query)
        ids["installed"][what] = cr.rowcount
with registry.cursor() as cr:
    env = api.Environment(cr, SUPERUSER_ID, {})
    module = env["ir.module.module"].search([("name", "=", "commercial_contract")])
    module.button_immediate_uninstall()
print(json.dumps(ids))
"""
GO_ON = """
registry = Registry(sys.argv[1])
ids = json.loads(sys.argv[2])
left = {}
with registry.cursor() as cr:
    env = api.Environment(cr, SUPERUSER_ID, {})
    assert "commercial.contract" not in env
    invoices = env["account.move"].browse(ids["invoices"])
    before = [(move.payment_state, move.amount_residual) for move in invoices]
    invoices.button_draft()
    invoices.action_post()
    payments = env["account.payment"].browse(ids["paid"] + ids["advance"])
    payments.action_draft()
    payments.action_post()
    after = [(move.payment_state, move.amount_residual) for move in invoices]
    open_items = (invoices[1] | payments[1:].move_id).line_ids.filtered(
        lambda item: item.account_id.account_type == "asset_receivable" and not item.reconciled
    )
    open_items.reconcile()
    rest = invoices[1].amount_residual
    invoices.line_ids.remove_move_reconcile()
    invoices.button_draft()
    invoices.button_cancel()
    order = env["sale.order"].create({"partner_id": ids["partner"][0], "order_line": [
        (0, 0, {"name": "Goods", "product_id": env["product.product"].create({"name": "G"}).id})
    ]})
    order.action_confirm()
    order._create_invoices().action_post()
    models = ["account.move", "account.payment", "sale.order", "purchase.order", "res.partner",
              "project.project", "crm.lead", "product.product", "res.config.settings", "res.users"]
    for model in models:
        env[model].get_views([(False, "form"), (False, "list"), (False, "search")])
    for action in env["ir.actions.act_window"].search([]):
        assert action.res_model in env, action.name
    for cron in env["ir.cron"].with_context(active_test=False).search([]):
        assert cron.model_id.model in env, cron.name
    env["ir.ui.menu"].load_menus(False)
    env.flush_all()
    for what, query in json.loads(sys.argv[3]).items():
        cr.execute(query)
        left[what] = [str(row[0]) for row in cr.fetchall()]
print(json.dumps({"before": before, "after": after, "rest": rest, "left": left}))
"""
# What would show that something of ours stayed behind.
LEFT = {
    "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'commercial%'",
    "columns": """SELECT table_name || '.' || column_name FROM information_schema.columns
                   WHERE table_schema = 'public' AND column_name LIKE 'commercial_contract%'
                      OR column_name LIKE 'commercial_settlement%'""",
    "constraints": "SELECT conname FROM pg_constraint WHERE conname ~ 'commercial_(contract|settlement)'",
    "indexes": "SELECT indexname FROM pg_indexes WHERE indexname ~ 'commercial_(contract|settlement)'",
    "triggers": "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%commercial%'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'commercial.%'",
    "fields": "SELECT name FROM ir_model_fields WHERE name LIKE 'commercial_contract%'",
    "records": "SELECT name FROM ir_model_data WHERE module = 'commercial_contract'",
    "activities": "SELECT id FROM mail_activity WHERE res_model LIKE 'commercial.%'",
    "attachments": "SELECT id FROM ir_attachment WHERE res_model LIKE 'commercial.%'",
    "reviews": "SELECT id FROM tier_review WHERE model LIKE 'commercial.%'",
    "approval rules": "SELECT id FROM tier_definition WHERE model LIKE 'commercial.%'",
    "sequences": "SELECT prefix FROM ir_sequence WHERE code LIKE 'commercial.%'",
    "filters": "SELECT id FROM ir_filters WHERE model_id LIKE 'commercial.%'",
}


@tagged("post_install", "-at_install", "slow")
class TestUninstall(BaseCase):
    def setUp(self):
        super().setUp()
        if "CC_SCRATCH" not in os.environ:
            self.skipTest("dev/test names the template database and the new one")
        self.base = os.environ["CC_SCRATCH"] + "_uninstall"
        self.sql(f'CREATE DATABASE "{self.base}" TEMPLATE "{os.environ["CC_TEMPLATE"]}"')
        self.addCleanup(self.sql, f'DROP DATABASE IF EXISTS "{self.base}" WITH (FORCE)')

    def sql(self, query):
        server = psycopg2.connect(dbname="postgres")
        server.autocommit = True
        with server.cursor() as cr:
            cr.execute(query)
        server.close()

    def run_script(self, script, *arguments):
        done = subprocess.run(
            [sys.executable, "-c", START + script, self.base, *map(json.dumps, arguments)],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        # a view or an action that breaks is only logged
        self.assertNotRegex(done.stderr, r"(WARNING|ERROR|CRITICAL).*commercial")
        return json.loads(done.stdout.splitlines()[-1])

    def test_invoices_and_payments_live_on(self):
        ids = self.run_script(BILL_AND_UNINSTALL, LEFT)
        for what in (
            "tables",
            "columns",
            "constraints",
            "indexes",
            "models",
            "fields",
            "records",
            "reviews",
            "approval rules",
            "sequences",
        ):
            self.assertTrue(ids["installed"][what], f"the query for {what} sees nothing of ours")
        found = self.run_script(GO_ON, ids, LEFT)
        self.assertEqual(found["before"], [["paid", 0], ["partial", 70]])
        self.assertEqual(found["after"], found["before"])
        self.assertEqual(found["rest"], 0, "the advance pays the rest")
        self.assertEqual({what: rows for what, rows in found["left"].items() if rows}, {})
