"""Open the dashboard of a leader and of the head of a department over 1,000,000 facts of 20,000
contracts, a plan line each: the whole page, as the browser asks for it, with their own rights."""

import statistics

from figures import FACT, load
from measure import arguments, environment, in_turn, open_odoo, row, say, timed, write

PAGE = 2.0  # seconds for a page
GROUP = "commercial_contract.group_contract_"
LINES = """
    INSERT INTO commercial_contract_settlement (contract_id, sequence, name, kind, trigger, date_due, amount,
           amount_residual, state, company_id, department_id)
    SELECT c.id, 10, 'A', 'regular', 'date', DATE '2025-06-01' + (c.id %% 600)::int, 1000, 1000, 'open',
           c.company_id, c.department_id
      FROM commercial_contract c WHERE c.id > %s"""


def people(registry):
    """Return the ids of a leader and of the head of one department in ten; the contracts are signed."""
    with environment(registry, keep=True, tracking_disable=True) as env:
        cr = env.cr
        cr.execute(f"SELECT MIN(contract_id) - 1 FROM {FACT.replace('.', '_')}")
        [first] = cr.fetchone()
        cr.execute("UPDATE commercial_contract SET state = 'active' WHERE id > %s", [first])
        cr.execute(LINES, [first])
        users = env["res.users"]
        found = []
        for name in ("all", "department"):
            groups = [env.ref("base.group_user").id, env.ref(GROUP + name).id]
            user = users.create({"name": name, "login": name, "group_ids": [(6, 0, groups)]})
            found.append(user.id)
        department = env["hr.department"].search([("name", "=", "Department 3")], limit=1)
        env["hr.employee"].create(
            {"name": "Head", "user_id": found[1], "department_id": department.id}
        )
        env.flush_all()
        for table in ("commercial_contract", "commercial_contract_settlement", "hr_employee"):
            cr.execute(f"ANALYZE {table}")
        return found


def open_page(registry, user_id):
    with environment(registry) as env:
        boards = env["commercial.contract.dashboard"].with_user(user_id)
        taken, page = timed(env, lambda: boards.get_dashboard("leader", period="last_year"))
        assert page["charts"] and not page["is_empty"]
        assert page["strip"][0]["rows"][0]["amount"] > 0
        return taken


def main():
    options = arguments(__doc__, "own")
    [registry] = open_odoo(options.own)
    count = load(registry, 20000 if options.quick else 1000000)
    leader, head = people(registry)
    say(f"  {count:,} facts")
    done = in_turn(
        {
            "leader": lambda: open_page(registry, leader),
            "department": lambda: open_page(registry, head),
        }
    )
    taken = statistics.median(one.seconds for one in done["leader"])
    told = row(
        f"dashboard of a leader over {count:,} facts",
        "that of the head of a department",
        done["leader"],
        done["department"],
        None,
    )
    rows = [
        told | {"seconds_target": PAGE, "target": PAGE, "met": taken <= PAGE},
        row(
            "dashboard of the head of a department",
            "that of a leader",
            done["department"],
            done["leader"],
            1.0,
        ),
    ]
    write(options, rows)


if __name__ == "__main__":
    main()
