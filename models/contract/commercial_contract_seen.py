from odoo import models
from odoo.tools import SQL


class CommercialContract(models.Model):
    """Which of these contracts each of several people sees."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_seen_by(self, users):
        """Return {user: those of these contracts that he sees}, as the rules of each give them now.

        One query, however many people and contracts there are.
        """
        found = dict.fromkeys(users, self.browse())
        queries = []
        for user in users:
            # sudo: in which companies a colleague works
            companies = user.sudo().company_ids.ids
            reader = self.browse().with_user(user).with_context(allowed_company_ids=companies)
            reader = reader.with_context(active_test=False)
            if companies and reader.has_access("read"):
                query = reader._search([("id", "in", self.ids)])
                queries.append(query.select(SQL("%s", user.id), SQL.identifier(query.table, "id")))
        seen = {}
        if queries:
            for user, contract in self.env.execute_query(SQL(" UNION ALL ").join(queries)):
                seen.setdefault(user, []).append(contract)
        for user in users:
            found[user] = self.browse(seen.get(user.id, ()))
        return found
