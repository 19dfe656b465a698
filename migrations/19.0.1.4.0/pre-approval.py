def migrate(cr, version):
    """Nobody was asked about the contracts that are there: a default says so at once, where the ORM
    would look for the reviews of each of them."""
    cr.execute(
        "ALTER TABLE commercial_contract"
        " ADD COLUMN IF NOT EXISTS validation_status varchar DEFAULT 'no'"
    )
    cr.execute("ALTER TABLE commercial_contract ALTER COLUMN validation_status DROP DEFAULT")
