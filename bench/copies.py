"""Make large books by SQL: a few contracts or invoices that Odoo made, copied thousands of times."""

FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f'"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
     WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"""


# A contract with its plan, its invoices and its money.
CHAIN = (
    "commercial.contract",
    "commercial.contract.line",
    "commercial.contract.settlement",
    "commercial.contract.allocation",
    "account.move",
    "account.move.line",
    "account.payment",
    "account.full.reconcile",
    "account.partial.reconcile",
)


class Pattern:
    """The rows that are made after it is opened; ``multiply`` copies them."""

    def __init__(self, env, models, links=()):
        """Remember where the tables of these models end now.

        :param links: tables of many2many fields among them
        """
        self.env, self.links = env, links
        self.tables = [env[model]._table for model in models]
        env.flush_all()
        self.before = {table: self._last(table) for table in self.tables}

    def _last(self, table):
        self.env.cr.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')
        return self.env.cr.fetchone()[0]

    def multiply(self, times, fresh=None):
        """Copy all these rows so many times; their references to each other follow.

        :param fresh: {(table, column): SQL over the row ``r`` and the number ``n`` of the copy}
        """
        cr = self.env.cr
        self.env.flush_all()
        self.span = {table: self._last(table) - self.before[table] for table in self.tables}
        cr.execute(FOREIGN_KEYS)
        self.far = {(table, column): far for table, column, far in cr.fetchall()}
        # an invoice and its payment name each other: no order of inserts suits both
        cr.execute("SET LOCAL session_replication_role = replica")
        for table in (*self.tables, *self.links):
            self._copy(table, times, fresh or {})
        for table in self.tables:
            cr.execute(f"SELECT setval('{table}_id_seq', %s)", [self._last(table)])
        cr.execute("SET LOCAL session_replication_role = origin")
        self.env.invalidate_all(flush=False)

    def _copy(self, table, times, fresh):
        cr = self.env.cr
        cr.execute(COLUMNS, [table])
        columns = [row[0] for row in cr.fetchall()]
        values = [fresh.get((table, column)) or self._shifted(table, column) for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        cr.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" r,'
            f" generate_series(1, {times}) n WHERE {self._is_pattern(table)}"
        )

    def _shifted(self, table, column):
        far = table if column == "id" else self.far.get((table, column))
        if far not in self.span:
            return f'r."{column}"'
        return (
            f'r."{column}" + CASE WHEN r."{column}" > {self.before[far]}'
            f" THEN n * {self.span[far]} ELSE 0 END"
        )

    def _is_pattern(self, table):
        if table in self.before:
            return (
                f"r.id BETWEEN {self.before[table] + 1} AND {self.before[table] + self.span[table]}"
            )
        return " AND ".join(
            f'r."{column}" BETWEEN {self.before[far] + 1} AND {self.before[far] + self.span[far]}'
            for (here, column), far in self.far.items()
            if here == table and far in self.before
        )


def analyze(env):
    """Give PostgreSQL the sizes of what was copied; commits."""
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
