from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

# Compared by identity, as account does with BYPASS_LOCK_CHECK: a remote caller cannot send this
# object, so only code of this addon opens a locked contract or changes its state.
UNLOCK = object()

# What was signed once and is not taken back: its plan counts.
SIGNED = ("active", "done", "terminated")

# Every allowed change of state (DESIGN 6). No method checks states by hand.
TRANSITIONS = {
    ("draft", "active"),
    ("draft", "cancelled"),
    ("cancelled", "draft"),
    ("active", "draft"),
    ("active", "done"),
    ("active", "terminated"),
    ("done", "active"),
}

# What was signed: changed by an amendment only.
LOCKED = {
    "amount_ceiling",
    "billing_policy",
    "company_id",
    "currency_id",
    "currency_rate",
    "date_end",
    "date_notice",
    "date_signed",
    "date_start",
    "direction",
    "fiscal_position_id",
    "invoice_partner_id",
    "is_framework",
    "parent_id",
    "partner_id",
    "payer_id",
    "retention_days",
    "retention_percent",
    "retention_split",
    "title",
}

MAX_FAULTS = 10


def is_changed(record, name, value):
    """Return whether ``value``, as ``write`` takes it, is another one than the record has."""
    field = record._fields[name]
    if field.type == "many2many":
        return record.new({name: value}, origin=record)[name]._origin != record[name]
    old = field.convert_to_cache(record[name], record, validate=False)
    return field.convert_to_cache(value, record, validate=False) != old


class CommercialContract(models.Model):
    """The life of a contract: signing, locking, ending."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(
                    self.env._(
                        "A contract starts as a draft ('%s'). Create it as a draft and sign it then.",
                        vals.get("title") or vals.get("name") or self.env._("New"),
                    )
                )
            self._check_link(vals.get("parent_id"))
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("parent_id") and any(k.parent_id.id != vals["parent_id"] for k in self):
            self._check_link(vals["parent_id"])
        self._check_unlocked(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for contract in self:
            if contract.date_locked or contract.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%s was signed and stays in the records. Terminate it, or cancel it after a reset to draft.",
                        contract.display_name,
                    )
                )
        self._raise_faults(self._get_deletion_faults())

    def _get_deletion_faults(self):
        """Return a text for each of these contracts that has to stay. Later packages add theirs."""
        return self._get_history_faults()

    def _check_unlocked(self, vals):
        """Refuse what only an action or an amendment may change. Raises UserError."""
        if self._is_unlocked():
            return
        if "state" in vals and any(contract.state != vals["state"] for contract in self):
            raise UserError(
                self.env._(
                    "The status of %s changes by its buttons only: sign, complete, terminate or cancel it.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )
        locked = [name for name in vals if name in LOCKED]
        for contract in self if locked else ():
            if contract.state == "draft":
                continue
            names = [name for name in locked if contract._is_changed(name, vals[name])]
            if names:
                raise UserError(contract._get_locked_text(names))

    def _get_locked_text(self, names):
        """Return why these fields of this contract cannot be written, and what to do instead."""
        labels = [field["string"] for field in self.fields_get(names, ["string"]).values()]
        told = {"contract": self.display_name, "fields": format_list(self.env, labels)}
        if self.state == "cancelled":
            return self.env._(
                "%(contract)s is cancelled: %(fields)s cannot change. Reset it to draft first.",
                **told,
            )
        return self.env._(
            "%(contract)s is signed: %(fields)s cannot change any more. Change it by an amendment.",
            **told,
        )

    def _is_unlocked(self):
        return self.env.context.get("contract_unlock") is UNLOCK

    def _unlocked(self):
        """Return the same contracts, open for a change of state or of what was signed."""
        return self.with_context(contract_unlock=UNLOCK)

    def _is_changed(self, name, value):
        return is_changed(self, name, value)

    def _move_to(self, state, **vals):
        """Write the new state with ``vals``. Raises UserError where the step is not in TRANSITIONS."""
        self._raise_faults(self._get_move_faults(state))
        return self._unlocked().write({"state": state, **vals})

    def _get_move_faults(self, state):
        """Return a text for each of these contracts that cannot take this state from where it is."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            self.env._(
                "%(contract)s is '%(old)s' and cannot become '%(new)s'.",
                contract=contract.display_name,
                old=labels[contract.state],
                new=labels[state],
            )
            for contract in self
            if (contract.state, state) not in TRANSITIONS
        ]

    def _raise_faults(self, faults):
        """Raise all ``faults`` (texts) as one UserError; nothing happens where there are none."""
        text = self._list_faults(faults)
        if text:
            raise UserError(text)

    def _list_faults(self, faults):
        """Return ``faults`` (texts) as one text: the first ones, and how many there are more."""
        faults = list(faults)
        if len(faults) > MAX_FAULTS:
            more = self.env._("... and %s more.", len(faults) - MAX_FAULTS)
            faults = [*faults[:MAX_FAULTS], more]
        return "\n".join(faults)

    def action_sign(self):
        """Put draft contracts in force: lock them and freeze their currency rate.

        Several faults of several contracts are listed in one UserError, and nothing is written.
        """
        self.check_access("write")
        today = fields.Date.context_today(self)
        dates = {contract: contract.date_signed or today for contract in self}
        rates = self._get_signing_rates(dates)
        self._raise_faults(
            fault
            for contract in self
            for fault in (
                *contract._get_sign_faults(),
                *(() if rates[contract] else (contract._get_rate_fault(dates[contract]),)),
            )
        )
        for rate, contracts in self.grouped(rates.get).items():
            contracts._unlocked().currency_rate = rate
        undated = self.filtered(lambda c: not c.date_signed)
        for contracts, vals in ((self - undated, {}), (undated, {"date_signed": today})):
            if contracts:
                contracts._move_to("active", **vals)
        self.filtered(lambda c: not c.date_locked).date_locked = fields.Datetime.now()
        return True

    def _get_sign_faults(self):
        """Return the texts of all that keeps this contract from being signed. Later steps add theirs."""
        self.ensure_one()
        faults = []
        if not self.partner_id:
            faults.append(
                self.env._(
                    "%s has no customer or vendor. Enter the other party, then sign.",
                    self.display_name,
                )
            )
        if self.is_framework:
            if not self.date_start or not self.date_end:
                faults.append(
                    self.env._(
                        "%s is a framework contract and needs a start and an end date.",
                        self.display_name,
                    )
                )
            return faults
        if not self.sudo().line_ids:  # sudo: one signs without seeing the goods
            faults.append(
                self.env._("%s has no goods. Add what was agreed, then sign.", self.display_name)
            )
        elif self.currency_id.compare_amounts(self.amount_total, 0) <= 0:
            faults.append(
                self.env._(
                    "The amount of %s is not above zero. Correct its goods and prices.",
                    self.display_name,
                )
            )
        return faults

    def action_cancel(self):
        """Cancel drafts; what was signed is terminated instead."""
        self.check_access("write")
        self._raise_faults(self._get_history_faults())
        return self._move_to("cancelled")

    def action_draft(self):
        """Take cancelled contracts, and signed ones on which nothing has happened yet, back to draft."""
        self.check_access("write")
        self._raise_faults(self.filtered(lambda c: c.state == "active")._get_history_faults())
        return self._move_to("draft")

    def action_reopen(self):
        """Take a completed contract back in force: it was completed too early."""
        self.check_access("write")
        return self._move_to("active")

    def _get_history_faults(self):
        """Return a text for each of these contracts on which something has happened already:
        it can neither go back to draft nor be cancelled nor deleted. Later steps add theirs."""
        return []

    @api.model
    def _action_open(self, domain):
        """Return the action that opens the contracts of ``domain``: the form where it is just one."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_contract_action"
        )
        action.update(domain=domain, context={"search_default_group_direction": 1})
        found = self.search(domain, limit=2)
        if len(found) == 1:
            action.update(views=[(False, "form")], res_id=found.id)
        return action
