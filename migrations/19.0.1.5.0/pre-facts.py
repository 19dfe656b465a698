def migrate(cr, version):
    """Make the column that counts the facts of a contract: Odoo would else mark all contracts at once to
    fill it, and their facts would be booked as of today."""
    cr.execute("ALTER TABLE commercial_contract ADD COLUMN IF NOT EXISTS fact_version integer")
