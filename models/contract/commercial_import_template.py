from odoo import api, models

LANGUAGES = ("en_US", "zh_CN")  # those that the heads of the templates are kept in


class CommercialImportTemplate(models.AbstractModel):
    """Offers a template on Odoo's import screen, in the user's language and in the other ones."""

    _name = "commercial.import.template"
    _description = "Import Template"
    _import_template = ""  # as the controller knows it

    @api.model
    def get_import_templates(self):
        """Return the templates that the import screen shows as buttons: label and address of each."""
        installed = dict(self.env["res.lang"].get_installed())
        own = self.env.lang or "en_US"
        codes = [own, *(code for code in LANGUAGES if code != own and code in installed)]
        names = {code: self.with_context(lang=code)._get_import_template_name() for code in codes}
        return [
            {
                "label": names[code] if code == own else f"{names[code]} ({installed[code]})",
                "template": f"/commercial_contract/import_template/{self._import_template}?lang={code}",
            }
            for code in codes
        ]

    @api.model
    def _get_import_template_name(self):
        """Return what the template is called, in the language of the environment."""
        return self.env._("Import Template")
