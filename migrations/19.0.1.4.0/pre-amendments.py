from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Number the amendments that there are, a contract, in the order in which they were made; their
    kind says what their names said. Until now no amendment changed the amount of a contract."""
    if column_exists(cr, "commercial_contract_amendment", "total_before"):
        return
    cr.execute(
        """
        ALTER TABLE commercial_contract_amendment
            ADD COLUMN total_before numeric, ADD COLUMN total_after numeric,
            ADD COLUMN untaxed_before numeric, ADD COLUMN untaxed_after numeric;
        UPDATE commercial_contract_amendment a
           SET name = c.name || '/A' || n.number,
               total_before = c.amount_total, total_after = c.amount_total,
               untaxed_before = c.amount_untaxed, untaxed_after = c.amount_untaxed
          FROM commercial_contract c,
               (SELECT id, ROW_NUMBER() OVER (PARTITION BY contract_id ORDER BY id) AS number
                  FROM commercial_contract_amendment) n
         WHERE c.id = a.contract_id AND n.id = a.id;
        ALTER TABLE commercial_contract_amendment_line ADD COLUMN name varchar;
        UPDATE commercial_contract_amendment_line r
           SET name = s.name
          FROM commercial_contract_settlement s
         WHERE s.id = r.settlement_id
        """
    )
