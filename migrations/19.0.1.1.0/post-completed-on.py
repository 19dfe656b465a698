def migrate(cr, version):
    """Give contracts that were completed before the day of it: that of their last change of status.

    Lines that wait for the completion are dated by it.
    """
    cr.execute(
        """
        UPDATE commercial_contract c
           SET date_done = COALESCE(
                   (SELECT MAX(m.date)
                      FROM mail_message m
                      JOIN mail_tracking_value t ON t.mail_message_id = m.id
                      JOIN ir_model_fields f ON f.id = t.field_id AND f.name = 'state'
                     WHERE m.model = 'commercial.contract' AND m.res_id = c.id),
                   c.write_date)::date
         WHERE c.state = 'done' AND c.date_done IS NULL
        """
    )
