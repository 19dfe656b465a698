from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Set the goods apart in the texts by which contracts are found, so that whoever sees no goods finds
    no contract by them; a thousand contracts at a time."""
    cr.execute(
        "SELECT id FROM commercial_contract c WHERE EXISTS"
        " (SELECT FROM commercial_contract_line WHERE contract_id = c.id) ORDER BY id"
    )
    ids = [row[0] for row in cr.fetchall()]
    env = api.Environment(cr, SUPERUSER_ID, {})
    for start in range(0, len(ids), 1000):
        part = env["commercial.contract"].browse(ids[start : start + 1000])
        env.add_to_compute(part._fields["search_text"], part)
        env.flush_all()
        env.invalidate_all()
