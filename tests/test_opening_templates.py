import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .opening_files import OpeningFiles

PARSE = {"has_headers": True, "date_format": "%Y-%m-%d", "datetime_format": "", "quoting": '"'}


@tagged("post_install", "-at_install")
class TestOpeningTemplates(OpeningFiles, ContractCase, HttpCase):
    """The templates are taken back as they are, in each language."""

    def download(self, url, login="manager"):
        self.authenticate(login, login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        return response.content

    def languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        return ("en_US", "zh_CN")

    def test_the_opening_template_filled_in(self):
        for code in self.languages():
            self.manager.lang = code
            content = self.download(f"/commercial_contract/opening_template?lang={code}")
            book = load_workbook(io.BytesIO(content))
            self.assertEqual(len(book.worksheets), 4)
            wizard = self.dialog(content)
            self.assertEqual(
                (wizard.contract_count, wizard.error_count), (0, 1), "examples are no contracts"
            )
            for sheet in book.worksheets[:3]:
                for row in sheet.iter_rows(min_row=2):
                    for cell in row:
                        if isinstance(cell.value, str) and cell.column == 1:
                            cell.value = f"P-{code}"
            contracts = book.worksheets[0]
            party = [
                cell.column
                for cell in contracts[2]
                if str(cell.value).startswith(("Name of", "客户名"))
            ]
            contracts.cell(2, party[0]).value = "K"
            stream = io.BytesIO()
            book.save(stream)
            [contract] = self.take_over(stream.getvalue())
            self.assertEqual((contract.amount_total, contract.amount_untaxed), (113000, 100000))
            self.assertEqual(contract.settlement_ids.mapped("amount"), [33900, 79100])
            self.assertEqual(contract.settlement_ids.mapped("kind"), ["advance", "final"])
            self.assertEqual(contract.amount_settled, 33900)

    def test_odoos_import_takes_its_templates_unchanged(self):
        self.customer.customer_rank = 1
        draft = self.contract(signed=False, plan=[])
        self.assertEqual(draft.state, "draft")
        for code in self.languages():
            env = self.env(user=self.manager.id, context={**self.env.context, "lang": code})
            for name in ("contract", "contract.line", "contract.settlement"):
                with self.subTest(lang=code, model=name):
                    self.load_template(env[f"commercial.{name}"], code)

    def load_template(self, model, code):
        [own, *others] = model.get_import_templates()
        self.assertIn(f"lang={code}", own["template"])
        self.assertEqual(len(others), 1)
        content = self.download(own["template"])
        before = model.search([])
        wizard = model.env["base_import.import"].create(
            {
                "res_model": model._name,
                "file": content,
                "file_name": "template.xlsx",
                "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        )
        options = {**PARSE, "sheet": "", "limit": 100, "skip": 0}
        preview = wizard.parse_preview(options)
        self.assertNotIn("error", preview)
        fields = ["/".join(preview["matches"][index]) for index in range(len(preview["headers"]))]
        result = wizard.execute_import(fields, preview["headers"], preview["options"] | options)
        self.assertFalse(result["messages"], result["messages"])
        made = model.search([]) - before
        self.assertTrue(made)
        if model._name == "commercial.contract":
            self.assertEqual(made.amount_total, 100000)
            self.assertEqual(made.settlement_ids.mapped("amount"), [30000, 70000])
            made.action_sign()
            self.assertEqual(made.state, "active")

    def test_who_may_download(self):
        self.authenticate("seller", "seller")
        with self.assertLogs("odoo.http"):
            self.assertEqual(
                self.url_open("/commercial_contract/opening_template").status_code, 403
            )
        self.assertEqual(
            self.url_open("/commercial_contract/import_template/nothing").status_code, 404
        )
        self.download("/commercial_contract/import_template/contracts", "seller")
