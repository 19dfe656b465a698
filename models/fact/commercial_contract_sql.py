from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL


class CommercialContractSql(models.AbstractModel):
    """Figures whose question an administrator may read as SQL, to ask the database himself."""

    _name = "commercial.contract.sql"
    _description = "Figures as SQL"

    @api.model
    @api.readonly
    def get_sql(self, domain=(), groupby=()):
        """Return the SQL that adds up these figures for this administrator, his record rules included.

        :param domain: what the search box asks
        :param groupby: names of fields, of a date with its part (``date:month``)
        :returns: text that PostgreSQL takes as it stands: the groups, the number of rows, the sums
        :raises AccessError: the user is no administrator, or the figures are closed to him
        """
        if not self.env.is_system():
            raise AccessError(
                self.env._("The SQL of a figure is for administrators. Ask one of them to read it.")
            )
        self.browse().check_access("read")
        query = self._search(Domain(domain))
        groups = {name: self._read_group_groupby(query.table, name, query) for name in groupby}
        sums = [f"{name}:sum" for name in self._get_sums()]
        columns = [self._read_group_select(name, query) for name in ("__count", *sums)]
        if groups:
            query.order = self._read_group_orderby("", groups, query)
            query.groupby = SQL(", ").join(groups.values())
        sql = query.select(*groups.values(), *columns)
        return self.env.cr.mogrify(sql.code, sql.params).decode()

    def _get_sums(self):
        """Return the names of the amounts in company currency that this user may read."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "monetary"
            and field.store
            and field.get_currency_field(self) == "company_currency_id"
            and self._has_field_access(field, "read")
        ]
