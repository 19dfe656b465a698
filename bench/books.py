"""Books with a past: PostgreSQL plans Odoo's own payment queries by what it knows of the tables, and
without any posted and paid invoice it knows nothing and takes minutes for a thousand new ones."""

from copies import Pattern, analyze

MODELS = (
    "account.move",
    "account.move.line",
    "account.payment",
    "account.partial.reconcile",
    "account.full.reconcile",
)
LINKS = ("account_move_line_account_tax_rel", "account_move__account_payment")
DATE = "2026-09-01"  # before the invoices that are measured


def fill(env, customers, product, count):
    """Commit so many posted invoices, each paid: ten by Odoo's own wizard, the others as copies of these."""
    pattern = Pattern(env, MODELS, LINKS)
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": DATE,
                "invoice_line_ids": [
                    (0, 0, {"product_id": product.id, "price_unit": price})
                    for price in (100.0, 40.0)
                ],
            }
            for customer in customers
        ]
    )
    moves.action_post()
    register = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=moves.ids
    )
    register.create({"payment_date": DATE, "group_payment": False})._create_payments()
    number = r"(substring(r.{0} from '\d+$')::int + n * {1})::text"
    name = r"regexp_replace(r.{0}, '\d+$', '') || lpad(" + number + ", 5, '0')"
    pattern.multiply(
        count // len(moves) - 1,
        {
            # as Odoo would have gone on: it takes the last of these names for its next one
            ("account_move", "name"): name.format("name", len(moves)),
            ("account_move_line", "move_name"): name.format("move_name", len(moves)),
            ("account_move", "sequence_number"): f"r.sequence_number + n * {len(moves)}",
            ("account_payment", "name"): name.format("name", len(moves)),
        },
    )
    analyze(env)
