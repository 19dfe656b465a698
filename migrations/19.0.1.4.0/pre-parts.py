def migrate(cr, version):
    """Close the cash page of the form in the database first: while the views are loaded one after the other,
    the form is checked with the page as it was, and its field is closed to some already."""
    cr.execute(
        r"""
        UPDATE ir_ui_view v
           SET arch_db = replace(
                   v.arch_db::text,
                   '<page name=\"cash\" ',
                   '<page name=\"cash\" groups=\"commercial_contract.group_contract_payments\" '
               )::jsonb
          FROM ir_model_data d
         WHERE d.module = 'commercial_contract' AND d.name = 'commercial_contract_view_form_pages'
           AND d.model = 'ir.ui.view' AND d.res_id = v.id"""
    )
