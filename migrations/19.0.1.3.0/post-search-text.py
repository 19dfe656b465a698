from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make the texts anew by which contracts are found, where product codes or an invoice recipient of
    its own come in; a thousand contracts at a time."""
    cr.execute(
        """
        SELECT id FROM commercial_contract
         WHERE invoice_partner_id NOT IN (partner_id, commercial_partner_id, payer_id) OR id IN (
            SELECT l.contract_id FROM commercial_contract_line l
              JOIN product_product p ON p.id = l.product_id WHERE p.default_code > '')
         ORDER BY id"""
    )
    ids = [row[0] for row in cr.fetchall()]
    env = api.Environment(cr, SUPERUSER_ID, {})
    for start in range(0, len(ids), 1000):
        part = env["commercial.contract"].browse(ids[start : start + 1000])
        env.add_to_compute(part._fields["search_text"], part)
        env.flush_all()
        env.invalidate_all()
