from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .commercial_contract_figures import BARE, KINDS

MONTHS = ("date:month", "date_month:month")
SEES_ALL = "commercial_contract.group_contract_all"
NAMED = 5000  # contracts that a question names one by one
SEEN = "contract_figures_seen"  # key in the context: their ids, for several questions in a row


class CommercialContractFigures(models.AbstractModel):
    """How the product itself reads figures: added up on ids first, names fetched afterwards in one go.

    Odoo's own grouping orders groups by name, for which all rows are joined and sorted, and formats one
    group after the other (DESIGN 8).
    """

    _name = "commercial.contract.figures"
    _inherit = ["commercial.contract.figures"]
    _measures = (*KINDS, *BARE.values())  # in the money of the company

    @api.model
    @api.readonly
    def figures(self, domain, groupby=(), measures=("signed",), order=None, limit=None, as_of=None):
        """Add up the facts that the user may see.

        :param domain: a domain on facts
        :param groupby: names of fields; of a date with its part, as ``date:month`` (``date_month`` will do
            alone); ``contract_id.state`` and the like for a field of what a fact names. Empty: one row
        :param measures: ``signed``, ``planned``, ``invoiced``, ``settled``, ``adjusted``, tax included,
            ``signed_untaxed``, ``invoiced_untaxed``, ``expense``, all in the currency of the current
            company; ``amount``, in the currency of the contracts, by which ``groupby`` has to tell them
            apart (``currency_id``); ``__count``, and aggregates of Odoo's as ``contract_id:count_distinct``
        :param order: ``"settled desc, user_id"``: names of ``measures`` and ``groupby``, records by their
            names. Default: by the groups, records by their ids
        :param limit: so many rows at most
        :param as_of: a day: the figures as they stood at its end, in the time zone of each company
        :returns: a list of dicts with the names in ``groupby`` and ``measures`` as keys: a record is
            ``(id, name)``, a date the first day of its part, what is not set False, a sum a float

        Companies of several currencies are added up at the rates of today, as Odoo adds up a list. The
        number of queries does not depend on the number of facts or groups; who does not see all contracts
        needs one more.

        :raises AccessError: the figures, or the part that a field belongs to, are closed to the user
        :raises UserError: ``amount`` without its currency
        """
        if as_of:
            domain = Domain(domain) & Domain("date_as_of", "=", as_of)
        domain = Domain(domain) & self._get_seen_domain()
        specs = {name: "date_month:month" if name == "date_month" else name for name in groupby}
        specs |= {name: self._get_measure_spec(name, groupby) for name in measures}
        terms = self._read_order(order, specs)
        in_sql = not any(self._is_record(name) for name, _down in terms)
        asked = ", ".join(f"{specs[name]} {'DESC' if down else 'ASC'}" for name, down in terms)
        found = self._read_group(
            domain,
            [specs[name] for name in groupby],
            [specs[name] for name in measures],
            order=(in_sql and asked) or None,
            limit=limit if in_sql else None,
        )
        columns = list(zip(*found, strict=True)) or [()] * len(specs)
        keys = (*groupby, *measures)
        columns = [self._name_groups(name, c) for name, c in zip(keys, columns, strict=True)]
        rows = [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]
        if in_sql:
            return rows
        for name, down in reversed(terms):
            rows.sort(key=lambda row, name=name: _get_sort_key(row[name]), reverse=down)
        return rows[:limit]

    def _get_seen_domain(self):
        """Return a domain that names the contracts of who sees only some. His record rules say the same by
        a join, for which the database reads the events of all contracts; of a list it knows how short it
        is, and reads the events of these."""
        ids = self.env.context.get(SEEN)
        # a remote caller can send a list, and no tuple
        ids = ids if isinstance(ids, tuple) else self._get_seen_ids()
        return Domain("contract_id", "in", ids) if ids and len(ids) <= NAMED else Domain.TRUE

    def _get_seen_ids(self):
        """Return the ids of the contracts of who sees only some, one too many where they are very many;
        none for who sees all."""
        contracts = self.env["commercial.contract"].with_context(active_test=False)
        if self.env.su or self.env.user.has_group(SEES_ALL) or not contracts.has_access("read"):
            return ()
        return contracts._search(Domain.TRUE, order="id", limit=NAMED + 1).get_result_ids()

    def _keep_seen(self):
        """Return the same model with the contracts that the user sees looked up already."""
        return self.with_context(**{SEEN: self._get_seen_ids()})

    def _get_measure_spec(self, name, groupby):
        """Return how ``_read_group`` is asked for a measure."""
        if name in self._measures:
            several = len(self.env.companies.currency_id) > 1
            return f"{name}:sum_currency" if several else f"{name}:sum"
        if name == "amount" and "currency_id" not in groupby:
            raise UserError(
                self.env._(
                    "Amounts in contract currency are added up currency by currency: group them by currency."
                )
            )
        return "amount:sum" if name == "amount" else name

    def _read_order(self, order, specs):
        """Return [(name, whether downwards)] of an order."""
        terms = []
        for part in (order or "").split(","):
            name, _space, direction = part.strip().partition(" ")
            if name and (name not in specs or direction.strip().lower() not in ("", "asc", "desc")):
                raise ValueError(f"Invalid order {order!r}: it is of the groups and measures")
            if name:
                terms.append((name, direction.strip().lower() == "desc"))
        return terms

    def _is_record(self, name):
        """Whether a group is a record."""
        model = self
        for part in name.partition(":")[0].split("."):
            field = model._fields.get(part)
            if not field or not field.relational:
                return False
            model = self.env[field.comodel_name]
        return True

    def _name_groups(self, name, values):
        """Return a column of what was read in the shape in which it is handed out."""
        records = [value for value in values if isinstance(value, models.BaseModel)]
        if not records:
            is_sum = name in self._measures or name == "amount"
            return [value or 0.0 for value in values] if is_sum else values
        # sudo: as Odoo names the groups of a list; whose facts one sees, those names one sees
        known = records[0].sudo().browse(dict.fromkeys(id_ for r in records for id_ in r.ids))
        known.fetch(["display_name"])
        names = {record.id: record.display_name for record in known}
        return [(value.id, names[value.id]) if value else False for value in values]

    def _read_group_groupby(self, alias, groupby_spec, query):
        """The month of a fact is a column of its own."""
        if groupby_spec in MONTHS:
            return self._field_to_sql(alias, "date_month", query)
        return super()._read_group_groupby(alias, groupby_spec, query)


def _get_sort_key(value):
    """What is not set comes last, as in SQL."""
    if isinstance(value, tuple):
        value = (value[1] or "").casefold()
    return (value is False, False if value is False else value)
