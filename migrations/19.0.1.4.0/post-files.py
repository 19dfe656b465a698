from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Close the files of contracts that somebody made public: anybody could read them by their number."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    files = env["ir.attachment"].search(
        [
            ("res_model", "=like", "commercial.%"),
            ("public", "=", True),
            ("res_field", "in", [False]),
        ]
    )
    files._close_contract_files()
