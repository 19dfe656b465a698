from odoo import http
from odoo.http import content_disposition, request

from ..report.import_template import MODELS, build_import_template
from ..report.opening_template import build_opening_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ContractTemplates(http.Controller):
    """Sheets to fill in, in the language of the user or in one that is asked for."""

    @http.route("/commercial_contract/opening_template", type="http", auth="user", readonly=True)
    def opening_template(self, lang=None):
        """Return the template for running contracts.

        :param lang: code of an installed language
        """
        env = self._get_env(lang)
        request.env["commercial.contract"]._check_opening_import_rights()
        return self._respond(build_opening_template(env), env._("Running Contracts"))

    @http.route(
        "/commercial_contract/import_template/<string:name>",
        type="http",
        auth="user",
        readonly=True,
    )
    def import_template(self, name, lang=None):
        """Return the template for Odoo's import of contracts, goods lines or plan lines.

        :param name: contracts, goods or plan
        :param lang: code of an installed language
        """
        env = self._get_env(lang)
        if name not in MODELS:
            return request.not_found()
        model = env[MODELS[name]]
        model.check_access("create")
        return self._respond(build_import_template(model), model._get_import_template_name())

    def _get_env(self, lang):
        installed = {code for code, _name in request.env["res.lang"].get_installed()}
        return request.env(
            context={**request.env.context, "lang": lang if lang in installed else request.env.lang}
        )

    def _respond(self, content, name):
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ]
        return request.make_response(content, headers)
