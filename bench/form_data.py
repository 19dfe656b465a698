"""A contract with 200 plan lines and 500 allocations, and a sale order with 200 lines."""

from company import DATE, customers, product

GROUPS = (
    "commercial_contract.group_contract_manager",
    "commercial_contract.group_contract_finance",
    "sales_team.group_sale_manager",
    "account.group_account_manager",
)


def make_user(env, login):
    """Make the user who opens both forms."""
    env["res.users"].create(
        {
            "name": "Bench",
            "login": login,
            "group_ids": [(4, env.ref(name).id) for name in ("base.group_user", *GROUPS)],
        }
    )


def make_order(env, count):
    """Return a confirmed sale order with so many lines over 50 products."""
    services = env["product.product"].create(
        [{"name": f"Part {number}", "type": "service"} for number in range(50)]
    )
    order = env["sale.order"].create(
        {
            "partner_id": customers(env, 1).id,
            "order_line": [
                (0, 0, {"product_id": services[number % 50].id, "price_unit": 50})
                for number in range(count)
            ],
        }
    )
    order.action_confirm()
    return order


def make_contract(env, count):
    """Return a contract with so many plan lines and two and a half times as many allocations.

    An invoice covers ten plan lines of 40 or 60; bank entries of ten items of 20 pay them.
    """
    customer = customers(env, 1)
    contract = env["commercial.contract"].create(
        {
            "title": "Contract",
            "partner_id": customer.id,
            "line_ids": [
                (0, 0, {"product_id": product(env).id, "price_unit": 25 * count, "tax_ids": [(5,)]})
                for _number in range(2)
            ],
            "settlement_ids": [
                (0, 0, {
                    "name": f"Part {number}",
                    "amount": 60 if number % 2 else 40,
                    "date_due": f"20{26 + number // 12:02}-{number % 12 + 1:02}-01",
                })
                for number in range(count)
            ],
        }
    )  # fmt: skip
    contract.action_sign()
    moves = make_invoices(env, contract)
    items = make_entries(env, customer, count // 4)
    for number, move in enumerate(moves):
        due = move.line_ids.filtered(lambda item: item.display_type == "payment_term")
        (due | items[number * 25 : number * 25 + 25]).reconcile()
    return contract


def make_invoices(env, contract):
    """Return the posted invoices of ten plan lines each."""
    lines = contract.settlement_ids.sorted("date_due")
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": contract.partner_id.id,
                "invoice_date": DATE,
                "invoice_line_ids": [
                    (0, 0, {
                        "name": line.name,
                        "price_unit": line.amount,
                        "tax_ids": [(5,)],
                        "commercial_contract_id": contract.id,
                        "commercial_settlement_id": line.id,
                    })
                    for line in lines[start : start + 10]
                ],
            }
            for start in range(0, len(lines), 10)
        ]
    )  # fmt: skip
    moves.action_post()
    return moves


def make_entries(env, customer, count):
    """Return the receivable items of so many posted bank entries, ten of 20 each."""
    bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
    receivable = customer.property_account_receivable_id
    entries = env["account.move"].create(
        [
            {
                "journal_id": bank.id,
                "date": DATE,
                "line_ids": [
                    (0, 0, {"account_id": bank.default_account_id.id, "debit": 200}),
                    *(
                        (0, 0, {
                            "account_id": receivable.id,
                            "partner_id": customer.id,
                            "credit": 20,
                        })
                        for _number in range(10)
                    ),
                ],
            }
            for _number in range(count)
        ]
    )  # fmt: skip
    entries.action_post()
    return entries.line_ids.filtered(lambda item: item.account_id == receivable)
