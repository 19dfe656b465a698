from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each company a numbering of its own. Where a company has contracts, it goes on at the number
    at which the shared one stood: no number that was given comes again."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    companies = env["res.company"].search([("parent_id", "=", False)])
    shared = env["ir.sequence"].search(
        [("code", "=", "commercial.contract"), ("company_id", "=", False)], order="id", limit=1
    )
    created = companies._create_contract_sequences()
    groups = env["commercial.contract"]._read_group([], ["company_id"])
    used = env["res.company"].union(*(company for (company,) in groups)).root_id
    going_on = created.filtered(lambda sequence: sequence.company_id in used)
    going_on.number_next = shared.number_next_actual or 1
    env["ir.sequence.date_range"].create(
        [
            {
                "sequence_id": sequence.id,
                "date_from": part.date_from,
                "date_to": part.date_to,
                "number_next_actual": part.number_next_actual,  # its default of 1 would win over number_next
            }
            for sequence in going_on
            for part in shared.date_range_ids
        ]
    )
