from odoo import api, models


class CommercialContractPortal(models.AbstractModel):
    """What a customer may read of a record that is shared with him: the fields that are named, and
    neither its messages nor its files, whatever he asks for.

    Which records he reaches is said by security/portal_rules.xml.
    """

    _name = "commercial.contract.portal"
    _description = "Shared with the Customer"
    # Names of fields; cost, margin, notes, people and reviews are not among them.
    _portal_fields = frozenset()

    @api.model
    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        if self.env.su or self.env.user._is_internal():
            return True
        return operation == "read" and (field.name == "id" or field.name in self._portal_fields)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """What is said in the chatter stays in the house: only who may write the record reads it."""
        if self.env.user._is_internal():
            return super()._mail_get_operation_for_mail_message_operation(message_operation)
        return dict.fromkeys(self, "write")
