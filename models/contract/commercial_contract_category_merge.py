from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_list


class CommercialContractCategory(models.Model):
    """Merging categories: one stays, and all that named the others names it."""

    _name = "commercial.contract.category"
    _inherit = ["commercial.contract.category"]

    contract_count = fields.Integer(
        string="Contracts",
        compute="_compute_contract_count",
        help="Contracts of this very category, those of its subcategories aside.",
    )

    def _compute_contract_count(self):
        rows = self.env["commercial.contract"]._read_group(
            [("category_id", "in", self.ids)], ["category_id"], ["__count"]
        )
        counts = dict(rows)
        for category in self:
            category.contract_count = counts.get(category._origin, 0)

    def action_view_contracts(self):
        """Open the contracts of these categories."""
        return self.env["commercial.contract"]._action_open([("category_id", "in", self.ids)])

    def merge_into(self, target):
        """Let ``target`` stand for these categories: their contracts and subcategories move to it,
        and the emptied ones are deleted. What was taken over on a contract stays as it is.

        :param target: the category that stays, not one of the subcategories of those that go
        :raises UserError: nothing to merge, or the target stands below one that goes
        """
        self.check_access("unlink")
        target.check_access("write")
        gone = self - target
        if not target or not gone:
            raise UserError(
                self.env._(
                    "Nothing to merge into %s. Choose at least one other category.",
                    target.display_name or self.env._("no category"),
                )
            )
        for category in gone:
            if target.parent_path.startswith(category.parent_path):
                raise UserError(
                    self.env._(
                        "%(target)s stands below %(category)s and cannot take its place."
                        " Move it out first, or merge the other way round.",
                        target=target.display_name,
                        category=category.display_name,
                    )
                )
        gone._move_references(target)
        names = format_list(self.env, gone.mapped("display_name"))
        gone.unlink()
        return names

    def _move_references(self, target):
        """Point every stored field that names one of these categories to ``target``."""
        # sudo: contracts of other companies name the category as well; only that link changes
        known = self.env["ir.model.fields"].sudo()
        for field in known.search(
            [
                ("relation", "=", self._name),
                ("store", "=", True),
                ("ttype", "in", ("many2one", "many2many")),
            ]
        ):
            model = self.env[field.model]
            if model._abstract or not model._auto or not model._fields[field.name].store:
                continue
            # sudo: as above
            records = model.sudo().with_context(active_test=False, tracking_disable=True)
            records = records.search(Domain(field.name, "in", self.ids))
            commands = [*map(Command.unlink, self.ids), Command.link(target.id)]
            value = target.id if field.ttype == "many2one" else commands
            # a draft keeps what it has: only choosing a category by hand proposes anew
            follow = [f for f in model._fields.values() if f.store and f.compute and not f.readonly]
            with self.env.protecting(follow, records):
                records.write({field.name: value})
