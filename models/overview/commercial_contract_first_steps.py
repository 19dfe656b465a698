from odoo import api, models

OWN = "commercial_contract.group_contract_own"
MANAGER = "commercial_contract.group_contract_manager"
FINANCE = "commercial_contract.group_contract_finance"


class CommercialContract(models.Model):
    """What is to be done before there is a contract. Ticks are read from the data, none is kept."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _get_first_steps(self):
        """Return the steps of this user: ``steps``, dicts of ``name`` and ``done``; ``ways``: names of
        the ways to the first contract that are open to him; ``company_id``; ``can_number``."""
        steps = []
        user, company = self.env.user, self.env.company
        if user.has_group(MANAGER):
            if company.has_access("write"):
                steps.append(
                    {
                        "name": "company",
                        "done": bool(company.street or company.city) and bool(company.country_id),
                    }
                )
            methods = self.env["commercial.settlement.method"]
            steps.append({"name": "methods", "done": bool(methods.search_count([], limit=1))})
            if self.env["res.users"].has_access("write"):
                others = self.env["res.users"].search_count(
                    [
                        ("id", "!=", user.id),
                        ("share", "=", False),
                        ("all_group_ids", "in", self.env.ref(OWN).ids),
                        ("company_ids", "in", company.ids),
                    ],
                    limit=1,
                )
                steps.append({"name": "people", "done": bool(others)})
        steps.append({"name": "contract", "done": False})
        ways = [
            name
            for name, open_to_user in (
                ("new", self.has_access("create")),
                ("import", user.has_groups(f"{MANAGER},{FINANCE}")),
                ("quotation", self.env["sale.order"].has_access("read")),
            )
            if open_to_user
        ]
        return {
            "steps": steps,
            "ways": ways,
            "company_id": company.id,
            "can_number": user.has_group("base.group_system"),  # who opens the settings
        }
