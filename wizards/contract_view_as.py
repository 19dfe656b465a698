from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

from ..models.contract.commercial_contract_readers import MANAGER
from ..models.contract.parts import TEXTS

SUMS = ("amount_total", "amount_settled", "amount_unsettled")


class CommercialContractViewAs(models.TransientModel):
    """Shows an administrator what a user reaches: counted as that user, by the rules themselves."""

    _name = "commercial.contract.view.as"
    _description = "View As"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        help="Contracts, lines, documents and totals that this user reaches, and why.",
    )
    contract_count = fields.Integer(string="Contracts", compute="_compute_counts")
    line_count = fields.Integer(string="Goods", compute="_compute_counts")
    settlement_count = fields.Integer(string="Settlement Lines", compute="_compute_counts")
    allocation_count = fields.Integer(string="Settlement Records", compute="_compute_counts")
    document_count = fields.Integer(string="Attachments", compute="_compute_counts")
    total_ids = fields.One2many(
        "commercial.contract.view.as.total",
        "view_id",
        string="Totals",
        compute="_compute_total_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )
    reason_ids = fields.One2many(
        "commercial.contract.view.as.reason",
        "view_id",
        string="Why",
        compute="_compute_reason_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )

    def _as_user(self, name):
        """Return the model ``name`` as the chosen user reads it; None where he reads none of it."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only administrators of contracts view them as others. Ask one of them.")
            )
        return self.env[name]._as_reader(self.user_id) if self.user_id else None

    @api.depends("user_id")
    def _compute_counts(self):
        for wizard in self:
            for part in ("line", "settlement", "allocation"):
                model = wizard._as_user(f"commercial.contract.{part}")
                wizard[f"{part}_count"] = model.search_count([]) if model is not None else 0
            model = wizard._as_user("commercial.contract")
            wizard.contract_count = model.search_count([]) if model is not None else 0
            # sudo: a document is seen by who sees its contract, and the texts of contracts
            documents = self.env["ir.attachment"].sudo()
            wizard.document_count = documents.search_count(wizard._get_document_domain())

    def _get_document_domain(self):
        model = self._as_user("commercial.contract")
        # files of a shared contract are not shown in the portal
        if model is None or self.user_id.share:
            return Domain.FALSE
        seen = Domain("res_model", "=", "commercial.contract")
        if not self.user_id.has_group(TEXTS):
            seen &= Domain("create_uid", "=", self.user_id.id)
        return seen & Domain("res_id", "in", model.search(Domain.TRUE).ids)

    @api.depends("user_id")
    def _compute_total_ids(self):
        for wizard in self:
            model, rows = wizard._as_user("commercial.contract"), []
            if model is not None:
                seen = [
                    name for name in SUMS if model._has_field_access(model._fields[name], "read")
                ]
                rows = [
                    Command.create(
                        {
                            "direction": direction,
                            "currency_id": currency.id,
                            "count": count,
                            **dict(zip(seen, sums, strict=True)),
                        }
                    )
                    for direction, currency, count, *sums in model._read_group(
                        [],
                        ["direction", "currency_id"],
                        ["__count", *(f"{name}:sum" for name in seen)],
                        order="direction desc, currency_id",
                    )
                ]
            wizard.total_ids = [Command.clear(), *rows]

    @api.depends("user_id")
    def _compute_reason_ids(self):
        for wizard in self:
            found = self.env["commercial.contract.sight"]._read_group(
                wizard._get_reason_domain(), ["reason"], ["contract_id:count_distinct"]
            )
            wizard.reason_ids = [
                Command.clear(),
                *(Command.create({"reason": reason, "count": count}) for reason, count in found),
            ]

    def _get_reason_domain(self):
        return Domain("user_id", "=", self.user_id.id) & Domain("contract_id.active", "=", True)

    def _action_open(self, model, title, domain):
        self.ensure_one()
        views = [(False, "list")]
        if model != "commercial.contract.sight":
            views.append((False, "form"))
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.user_id.name}",
            "res_model": model,
            "views": views,
            "domain": list(domain),
        }

    def action_open_contracts(self):
        """List the contracts that the user reaches."""
        return self._action_open_seen("commercial.contract", self.env._("Contracts"))

    def action_open_lines(self):
        """List the goods that the user reaches."""
        return self._action_open_seen("commercial.contract.line", self.env._("Goods"))

    def action_open_settlements(self):
        """List the plan lines that the user reaches."""
        title = self.env._("Settlement Lines")
        return self._action_open_seen("commercial.contract.settlement", title)

    def action_open_documents(self):
        """List the files of the contracts that the user reaches."""
        domain = self._get_document_domain()
        return self._action_open("ir.attachment", self.env._("Attachments"), domain)

    def action_open_reasons(self):
        """List each contract that the user reaches with the reason."""
        domain = self._get_reason_domain()
        return self._action_open("commercial.contract.sight", self.env._("Why"), domain)

    def _action_open_seen(self, model, title):
        return self._action_open(model, title, [("reader_ids", "in", self.user_id.ids)])
