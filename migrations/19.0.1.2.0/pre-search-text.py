def migrate(cr, version):
    """Make the column here: the ORM would fill it for all contracts in one go."""
    cr.execute("ALTER TABLE commercial_contract ADD COLUMN IF NOT EXISTS search_text text")
