"""Add up 1,000,000 facts of 20,000 contracts by the questions of the dashboards, rankings and summaries:
the addon's own method, the same question in raw SQL, and beside both Odoo's grouping, of the facts and, as its pivot
asks, of the report.
The first page of the facts as well."""

import statistics
import time

from company import DATE, customers
from copies import Pattern, analyze
from measure import Pass, arguments, environment, in_turn, open_odoo, row, say, timed, write

FACT, REPORT = "commercial.contract.fact", "commercial.contract.report"
PATTERN = 1000  # contracts made by Odoo, the rest copied from them: none is of one customer or person alone
EACH = 50  # facts of a contract
PEOPLE, MONTHS, CATEGORIES = 20, 36, 12
YEAR = "2026"
RATIO, PAGE, LIMIT = 1.5, 0.3, 80
COLUMNS = {
    "date": {}, "kind": {}, "signed": {}, "planned": {}, "invoiced": {}, "settled": {},
    "contract_id": {"fields": {"display_name": {}}},
    "partner_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
}  # fmt: skip
MEASURES = ["signed", "planned", "invoiced", "settled"]
# name: (domain, groups, order, limit), and the same in SQL: (where, columns, order)
QUESTIONS = {
    "month x salesperson": (
        ([], ["date_month", "user_id"], None, None),
        ("TRUE", "date_month, user_id", "1, 2"),
    ),
    "customer, the first 80 by what is settled": (
        ([], ["commercial_partner_id"], "settled desc", LIMIT),
        ("TRUE", "commercial_partner_id", f"5 DESC LIMIT {LIMIT}"),
    ),
    "category": (
        ([], ["category_id"], None, None),
        ("TRUE", "category_id", "1"),
    ),
    "customer x month of this year": (
        (
            [("date", ">=", f"{YEAR}-01-01"), ("date", "<=", f"{YEAR}-12-31")],
            ["commercial_partner_id", "date_month"],
            None,
            None,
        ),
        (
            f"date BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31'",
            "commercial_partner_id, date_month",
            "1, 2",
        ),
    ),
}


def load(registry, facts):
    """Fill the database: contracts of many customers, then their facts, spread over people, months,
    kinds, categories and departments."""
    contracts = facts // EACH
    pattern = min(PATTERN, contracts)
    with environment(registry, keep=True, tracking_disable=True) as env:
        users = env["res.users"].create(
            [{"name": f"Salesperson {n}", "login": f"figures-{n}"} for n in range(PEOPLE)]
        )
        categories = env["commercial.contract.category"].create(
            [{"name": f"Category {n}"} for n in range(CATEGORIES)]
        )
        departments = env["hr.department"].create([{"name": f"Department {n}"} for n in range(10)])
        rows = Pattern(env, ["commercial.contract"])
        partners = customers(env, 1000)
        env["commercial.contract"].create(
            [
                {
                    "title": f"Contract {number}",
                    "partner_id": partners[number % len(partners)].id,
                    "user_id": users[number % PEOPLE].id,
                    "category_id": categories[number % CATEGORIES].id,
                    "department_id": departments[number % 10].id,
                    "date_signed": DATE,
                }
                for number in range(pattern)
            ]
        )
        first = rows.before["commercial_contract"]
        times = contracts // pattern - 1
        if times:
            rows.multiply(times, {("commercial_contract", "name"): "r.name || '/' || n"})
        env.cr.commit()  # what marks these contracts is booked; else the rows below would be taken back
        env.cr.execute(
            """
            INSERT INTO commercial_contract_fact (contract_id, kind, date, date_month, date_booked, company_id,
                   currency_id, direction, amount, signed, planned, invoiced, settled, partner_id,
                   commercial_partner_id, user_id, department_id, category_id)
            SELECT c.id, k.kind, d.day, date_trunc('month', d.day), d.day, c.company_id, c.currency_id,
                   c.direction, a.amount, CASE k.kind WHEN 'signed' THEN a.amount END,
                   CASE k.kind WHEN 'planned' THEN a.amount END,
                   CASE k.kind WHEN 'invoiced' THEN a.amount END,
                   CASE k.kind WHEN 'settled' THEN a.amount END,
                   c.partner_id, c.commercial_partner_id, (%(users)s::int[])[1 + floor(random() * %(people)s)],
                   c.department_id, c.category_id
              FROM commercial_contract c, generate_series(1, %(each)s) n,
           LATERAL (SELECT (ARRAY['signed', 'planned', 'invoiced', 'settled'])[1 + (c.id + n) %% 4] AS kind) k,
           LATERAL (SELECT DATE '2024-01-01' + ((c.id * 7919 + n * 104729) %% %(days)s)::int AS day) d,
           LATERAL (SELECT (100 + (c.id * 31 + n * 17) %% 9900)::numeric AS amount) a
             WHERE c.id > %(first)s
          ORDER BY n, c.id""",
            {
                "users": users.ids,
                "people": PEOPLE,
                "each": EACH,
                "days": MONTHS * 30,
                "first": first,
            },
        )
        analyze(env)
        env.cr.execute("SELECT COUNT(*), SUM(settled) FROM commercial_contract_fact")
        count, settled = env.cr.fetchone()
        assert settled, "nothing to add up"
        return count


class Sides:
    """One pass of each side of each question; each asserts that it found what raw SQL found."""

    def __init__(self, registry):
        self.registry, self.found = registry, {}

    def ours(self, name):
        domain, groups, order, limit = QUESTIONS[name][0]

        def work(facts):
            rows = facts.figures(domain, groups, MEASURES, order=order, limit=limit)
            return [row[measure] for row in rows for measure in MEASURES]

        return self._pass(name, work)

    def raw(self, name):
        where, columns, order = QUESTIONS[name][1]
        sums = ", ".join(f"COALESCE(SUM({measure}), 0)" for measure in MEASURES)
        order = order.replace("5", f"{columns.count(',') + 2 + MEASURES.index('settled')}")
        query = (
            f"SELECT {columns}, {sums} FROM commercial_contract_fact"
            f" WHERE {where} GROUP BY {columns} ORDER BY {order}"
        )

        def work(facts):
            facts.env.cr.execute(query)
            rows = facts.env.cr.fetchall()
            return [float(value) for row in rows for value in row[-len(MEASURES) :]]

        return self._pass(name, work)

    def odoo(self, name):
        return self._grouped(name, FACT)

    def pivot(self, name):
        return self._grouped(name, REPORT)

    def _grouped(self, name, model):
        domain, groups, order, limit = QUESTIONS[name][0]
        groups = [group.replace("date_month", "date:month") for group in groups]
        order = order and order.replace("settled", "settled:sum")

        def work(facts):
            sums = [f"{measure}:sum" for measure in MEASURES]
            rows = facts.env[model].formatted_read_group(
                domain, groups, sums, order=order, limit=limit
            )
            return [row[measure] or 0.0 for row in rows for measure in sums]

        return self._pass(name, work)

    def _pass(self, name, work):
        with environment(self.registry) as env:
            facts = env[FACT]
            taken, values = timed(env, lambda: work(facts))
        found = (len(values), round(sum(values), 2))
        assert self.found.setdefault(name, found) == found, (name, found, self.found[name])
        return taken

    def page(self):
        with environment(self.registry) as env:
            facts = env[FACT]

            def work():
                return facts.web_search_read([], COLUMNS, limit=LIMIT, count_limit=10001)

            taken, answer = timed(env, work)
            assert len(answer["records"]) == LIMIT
            return taken

    def raw_page(self):
        with environment(self.registry) as env:
            begin = time.perf_counter()
            env.cr.execute(
                f"SELECT * FROM commercial_contract_fact ORDER BY date DESC, id DESC LIMIT {LIMIT}"
            )
            env.cr.fetchall()
            return Pass(time.perf_counter() - begin, 1)


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    count = load(registry, 20000 if options.quick else 1000000)
    say(f"  {count:,} facts")
    sides, rows = Sides(registry), []
    done = in_turn(
        {
            (name, side): lambda name=name, side=side: getattr(sides, side)(name)
            for name in QUESTIONS
            for side in ("raw", "ours", "odoo", "pivot")
        }
    )
    for name in QUESTIONS:
        ours, raw, odoo, pivot = (done[name, side] for side in ("ours", "raw", "odoo", "pivot"))
        what = f"{count:,} facts by {name}"
        rows.append(row(f"{what}: `figures`", "the same in raw SQL", ours, raw, RATIO))
        rows.append(
            row(f"{what}: Odoo's `formatted_read_group`", "the same in raw SQL", odoo, raw, None)
        )
        rows.append(
            row(f"{what}: Odoo's pivot on the report", "the same in raw SQL", pivot, raw, None)
        )
    done = in_turn({"page": sides.page, "raw": sides.raw_page})
    taken = statistics.median(one.seconds for one in done["page"])
    found = row(
        f"first page of {count:,} facts", "the rows in raw SQL", done["page"], done["raw"], None
    )
    rows.append(found | {"seconds_target": PAGE, "target": PAGE, "met": taken <= PAGE})
    write(options, rows)


if __name__ == "__main__":
    main()
