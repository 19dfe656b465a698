def migrate(cr, version):
    """Take away the indexes that the ones on the order of the lists stand in for: Odoo keeps what no
    field asks for any more."""
    cr.execute("DROP INDEX IF EXISTS commercial_contract__date_signed_index")
    cr.execute("DROP INDEX IF EXISTS commercial_contract_settlement__date_due_index")
