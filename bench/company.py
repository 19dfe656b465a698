"""The company that all sides share: customers, goods, the taxes of Odoo's generic chart, and a past in
its books."""

from books import fill
from measure import arguments, environment, open_odoo, write

CUSTOMERS = 1000
PAST = 1000
DATE = "2026-10-01"


def customers(env, count):
    """Return so many of the customers."""
    return env["res.partner"].search([("ref", "=like", "BENCH-%")], order="id", limit=count)


def product(env):
    """Return the one product."""
    return env["product.product"].search([("default_code", "=", "BENCH")])


def make(env):
    env["res.partner"].with_context(tracking_disable=True).create(
        [
            {"name": f"Customer {number}", "ref": f"BENCH-{number:05}", "is_company": True}
            for number in range(CUSTOMERS)
        ]
    )
    env["product.product"].create(
        {
            "name": "Service",
            "default_code": "BENCH",
            "type": "service",
            "list_price": 100.0,
            "taxes_id": [(6, 0, env.company.account_sale_tax_id.ids)],
        }
    )


if __name__ == "__main__":
    options = arguments(__doc__, "database")
    [registry] = open_odoo(options.database)
    with environment(registry, keep=True) as env:
        make(env)
        fill(env, customers(env, 10), product(env), PAST)
    write(options, [])
