"""Read 100,000 contracts and their 600,000 plan lines as users who see a tenth and a hundredth of them,
beside one who sees all: the first page, the count, a grouping, the foot of the list, which adds up all that
is found, and the check of single records."""

import statistics

from company import DATE, customers
from copies import Pattern, analyze
from measure import arguments, environment, in_turn, open_odoo, row, say, timed, write

MODELS = ("commercial.contract", "commercial.contract.line", "commercial.contract.settlement")
LINKS = ("commercial_contract_deputy_rel",)
CONTRACT, PLAN = MODELS[0], MODELS[2]
LINES = 6  # plan lines of a contract
DEPARTMENTS = 10  # contracts of a hundred in each of them: ten
LIMIT = 80
CHECKED = 20  # records that are checked one by one
PAGE = 0.05  # seconds in which a page must stand
CHECK = 0.005 * CHECKED  # and so many checks
FOOT = 0.5  # and the foot, which is asked for once the page stands
TIMES, SECONDS = 3.0, 0.25  # a count or grouping: so many times the unrestricted user's, or so long
COLUMNS = {CONTRACT: ["name", "title", "amount_total"], PLAN: ["name", "date_due", "amount"]}
GROUPS = {CONTRACT: ("state", "amount_total:sum"), PLAN: ("date_due:month", "amount:sum")}
FEET = {
    CONTRACT: ["amount_total", "amount_invoiced", "amount_settled", "amount_unallocated"],
    PLAN: ["amount", "amount_residual"],
}
SEEN = {"all": 100, "department": 10, "own": 1}  # of each hundred
NAMES = {CONTRACT: "contracts", PLAN: "plan lines"}


def load(registry, count):
    """Fill the database; return {group: id of its user}."""
    with environment(registry, keep=True, tracking_disable=True) as env:
        users = {}
        for level in SEEN:
            groups = env.ref("base.group_user") | env.ref(
                f"commercial_contract.group_contract_{level}"
            )
            values = {"name": level.title(), "login": level, "group_ids": [(6, 0, groups.ids)]}
            users[level] = env["res.users"].create(values)
        deputy = env["res.users"].create({"name": "Deputy", "login": "deputy"})
        departments = env["hr.department"].create(
            [{"name": f"Department {number}"} for number in range(DEPARTMENTS)]
        )
        env["hr.employee"].create(
            {
                "name": "Employee",
                "user_id": users["department"].id,
                "department_id": departments[0].id,
            }
        )
        pattern = Pattern(env, MODELS, LINKS)
        plan = [
            (0, 0, {"name": f"Part {n}", "amount": 100, "date_due": f"2026-{n + 1:02}-15"})
            for n in range(LINES)
        ]
        contracts = env[CONTRACT].create(
            [
                {
                    "title": f"Contract {number}",
                    "partner_id": partner.id,
                    "user_id": False if number else users["own"].id,
                    "deputy_ids": [(6, 0, deputy.ids if number % 2 else [])],
                    "department_id": departments[number % DEPARTMENTS].id,
                    "date_signed": DATE,
                    "line_ids": [(0, 0, {"name": "Goods", "price_unit": 100 * LINES})],
                    "settlement_ids": plan,
                }
                for number, partner in enumerate(customers(env, 100))
            ]
        )
        contracts.action_sign()
        pattern.multiply(count // 100 - 1, {("commercial_contract", "name"): "r.name || '/' || n"})
        analyze(env)
        return {level: user.id for level, user in users.items()}


class Sides:
    """One pass of each user, model and question; each asserts how many records come out."""

    def __init__(self, registry, users, count):
        self.registry, self.users, self.count = registry, users, count

    def ask(self, level, model, question):
        """Return what one pass took; ``question`` is one of QUESTIONS."""
        size = self.count * (LINES if model == PLAN else 1) * SEEN[level] // 100
        with environment(self.registry) as env:
            records = env(user=self.users[level], su=False)[model]
            records.env.user.has_group("base.group_user")  # what a session has read already
            if question == "check":
                records = records.search([], limit=CHECKED)
            taken, found = timed(env, lambda: getattr(self, question)(records))
            wanted = {"page": min(LIMIT, size), "check": min(CHECKED, size)}.get(question, size)
            assert found == wanted, (level, model, question, found, wanted)
            return taken

    def page(self, records):
        return len(records.search_fetch([], COLUMNS[records._name], limit=LIMIT))

    def count_(self, records):
        return records.search_count([])

    def group(self, records):
        groupby, total = GROUPS[records._name]
        found = records._read_group([], [groupby], ["__count", total])
        return sum(number for _key, number, _total in found)

    def foot(self, records):
        sums = [f"{name}:sum_currency" for name in FEET[records._name]]
        more = ["currency_id:array_agg_distinct", "direction:array_agg_distinct", "__count"]
        [found] = records.formatted_read_group([], [], [*sums, *more])
        return found["__count"]

    def check(self, records):
        for record in records:
            record.invalidate_recordset(flush=False)  # nothing of it is known yet
            record.check_access("read")
        return len(records)


QUESTIONS = {
    "page": ("first page", PAGE),
    "count_": ("count", None),
    "group": ("grouping", None),
    "foot": ("foot", FOOT),
    "check": (f"access check of {CHECKED} records one by one", CHECK),
}


def tell(level, model, question, ours, theirs):
    """Return the row of the table of one user, model and question."""
    what, most = QUESTIONS[question]
    ours_seconds = statistics.median(run.seconds for run in ours)
    theirs_seconds = statistics.median(run.seconds for run in theirs)
    found = row(
        f"{what} of {NAMES[model]}, {SEEN[level]} of a hundred seen ({level})",
        "the same by a user who sees all",
        ours,
        theirs,
        most / theirs_seconds if most else TIMES,
    )
    if most:
        found.update(seconds_target=most, met=ours_seconds <= most)
    else:
        found["met"] = found["met"] or ours_seconds <= SECONDS
    return found


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    count = 2000 if options.quick else 100000
    sides = Sides(registry, load(registry, count), count)
    say(f"  {count:,} contracts, {LINES * count:,} plan lines")
    done = in_turn(
        {
            key: lambda key=key: sides.ask(*key)
            for key in (
                (level, model, question)
                for level in SEEN
                for model in (CONTRACT, PLAN)
                for question in QUESTIONS
            )
        }
    )
    rows = [
        tell(level, model, question, runs, done["all", model, question])
        for (level, model, question), runs in done.items()
        if level != "all"
    ]
    write(options, rows)


if __name__ == "__main__":
    main()
