def migrate(cr, version):
    """Put half-done dialogs aside: those from before the direction was asked for say none, so that the
    column could not be made to hold one always."""
    cr.execute("SELECT to_regclass('commercial_contract_opening')")
    if cr.fetchone()[0]:
        cr.execute("DELETE FROM commercial_contract_opening")
