from odoo import api, models

from ..models.contract.commercial_contract_access import is_of_contracts


class CommercialContractDialog(models.AbstractModel):
    """A dialog takes whatever record a client names, and tells the name and figures of what it links as
    superuser: so nobody links a contract, or a part of one, that is hidden from him."""

    _name = "commercial.contract.dialog"
    _description = "Dialog on Contracts"

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        for name in self._get_link_names(self._fields):
            dialogs.mapped(name).check_access("read")
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        for name in self._get_link_names(vals):
            self.mapped(name).check_access("read")
        return result

    def onchange(self, values, field_names, fields_spec):
        """Refuse what ``create`` would refuse, while the form is being typed."""
        for name in self._get_link_names(values):
            linked = values[name]
            id_ = linked.get("id") if isinstance(linked, dict) else linked
            self[name].browse(id_ or ()).check_access("read")
        return super().onchange(values, field_names, fields_spec)

    def _get_link_names(self, names):
        """Return those of these fields that link a contract, or what stands below one."""
        fields = (self._fields[name] for name in names if name in self._fields)
        return [
            field.name
            for field in fields
            if field.type == "many2one"
            and field.store
            and not field.related
            and is_of_contracts(self.env, field.comodel_name)
        ]
