from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from ...tools.money import is_exact


class CommercialExact(models.AbstractModel):
    """Amounts that people type are whole units of their currency, or refused: Odoo rounds a typed
    100.005 in silence, and then the plan is not what somebody agreed on."""

    _name = "commercial.exact"
    _description = "Exact Amounts"
    _exact_fields = ("amount",)  # monetary, in currency_id

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record, vals in zip(records, vals_list, strict=True):
            record._check_exact(vals)
        return records

    def write(self, vals):
        result = super().write(vals)
        self._check_exact(vals)
        return result

    def _check_exact(self, vals):
        """Raise ValidationError where ``vals`` held an amount that its currency cannot express."""
        for name in self._exact_fields:
            if not isinstance(vals.get(name), int | float):
                continue
            for record in self._get_exact():
                if not is_exact(vals[name], record.currency_id.rounding or 0.01):
                    raise ValidationError(
                        self.env._(
                            "%(amount)s of %(record)s has more decimals than %(currency)s, whose"
                            " smallest unit is %(unit)s. Enter an amount without them.",
                            amount=vals[name],
                            record=record.display_name or record._description,
                            currency=record.currency_id.name,
                            unit=float_repr(
                                record.currency_id.rounding, record.currency_id.decimal_places
                            ),
                        )
                    )

    def _get_exact(self):
        """Return the records whose amounts are looked at. Seam for models of others."""
        return self
