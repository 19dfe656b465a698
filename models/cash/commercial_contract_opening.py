from datetime import date

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import formatLang

from ...tools.cells import name_key
from ...tools.money import to_units
from .commercial_contract_settlement_opening import OPENING

MANAGER = "commercial_contract.group_contract_manager"
ALL = "commercial_contract.group_contract_all"
FINANCE = "commercial_contract.group_contract_finance"
BATCH = 500  # contracts that are made at once
# One note per contract says where it came from; nobody is told of thousands of contracts by mail.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class CommercialContract(models.Model):
    """Running contracts, taken over from a file on day one (R23): all of them, or none."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _check_opening_import_rights(self, with_amounts=False):
        """Raise AccessError for whoever may not take over running contracts.

        A manager may, and finance that sees all contracts; amounts from before Odoo are entered
        by finance only.
        """
        user = self.env.user
        may = user.has_group(MANAGER) or (user.has_group(FINANCE) and user.has_group(ALL))
        if not self.env.su and not may:
            raise AccessError(
                self.env._(
                    "Running contracts are taken over by whoever holds the right 'Administrator' of Contracts, or both"
                    " 'All Contracts' and 'Contracts: Finance'. Ask the administrator for one of these rights."
                )
            )
        if with_amounts:
            self.env["commercial.contract.settlement"]._check_opening_rights()

    @api.model
    def _take_over(self, prepared, source):
        """Create, plan and sign contracts that a file says; return them. All of them, or none.

        Takes a constant number of queries for each batch of contracts, one more for each contract
        without number.

        :param prepared: ``opening_check.Prepared`` records, all of them free of errors
        :param source: name of the file, for the note on each contract
        :raises AccessError: without the right to take over contracts, or to enter opening amounts
        :raises UserError: a contract that cannot be signed, or whose goods do not come to its amount
        """
        amounts = any(name in row for part in prepared for row in part.plan for name in OPENING)
        self._check_opening_import_rights(amounts)
        contracts = self.browse()
        with self.env.cr.savepoint():
            partners = self._create_opening_partners(prepared)
            for start in range(0, len(prepared), BATCH):
                part = prepared[start : start + BATCH]
                contracts |= self.with_context(**QUIET)._take_over_batch(part, partners, source)
        return contracts.with_env(self.env)

    def _create_opening_partners(self, prepared):
        """Create the contacts that were not found; return {key of the name: record}."""
        wanted = {}
        for part in prepared:
            purchase = part.values["direction"] == "purchase"
            for name in part.new_partners.values():
                vals = wanted.setdefault(name_key(name), {"name": name, "is_company": True})
                vals["supplier_rank" if purchase else "customer_rank"] = 1
        records = self.env["res.partner"].with_context(**QUIET).create(list(wanted.values()))
        return dict(zip(wanted, records, strict=True))

    def _take_over_batch(self, prepared, partners, source):
        contracts = self.create(
            [
                {
                    **part.values,
                    **{
                        name: partners[name_key(text)].id
                        for name, text in part.new_partners.items()
                    },
                    "line_ids": [Command.create(row) for row in part.goods],
                }
                for part in prepared
            ]
        )
        contracts._take_rounding(dict(zip(contracts, prepared, strict=True)))
        self.env["commercial.contract.settlement"].create(
            [
                {**row, "contract_id": contract.id}
                for contract, part in zip(contracts, prepared, strict=True)
                for row in part.plan
            ]
        )
        signed = {c: part for c, part in zip(contracts, prepared, strict=True) if part.sign}
        contracts.browse(c.id for c in signed)._sign_taken_over(signed)
        contracts._log_opening(prepared, source)
        self.env.flush_all()
        return contracts

    def _sign_taken_over(self, prepared):
        """Put contracts in force that were signed before Odoo. Later packages say who may.

        :param prepared: {contract: ``opening_check.Prepared``}
        """
        self.action_sign()

    def _take_rounding(self, wanted):
        """Bring the amounts to what the file says: with 13 % tax, no net price gives 100.00 where
        taxes are rounded per line. The cents that this takes are goods of their own, without tax."""
        rows, faults = [], []
        for contract in self:
            part, rounding = wanted[contract], contract.currency_id.rounding
            missing = part.units - to_units(contract.amount_total, rounding)
            if not missing:
                continue
            if abs(missing) > len(part.goods) + 1:
                faults.append(
                    self.env._(
                        "%(sheet)s, row %(row)s: the goods of %(contract)s come to %(goods)s with their taxes, not to"
                        " %(amount)s. Correct prices, taxes or the contract amount.",
                        sheet=part.opening.head.sheet,
                        row=part.opening.head.row,
                        contract=contract.display_name,
                        goods=formatLang(
                            self.env, contract.amount_total, currency_obj=contract.currency_id
                        ),
                        amount=formatLang(
                            self.env,
                            contract._from_units(part.units),
                            currency_obj=contract.currency_id,
                        ),
                    )
                )
                continue
            rows.append(
                {
                    "contract_id": contract.id,
                    "name": self.env._("Rounding"),
                    "sequence": 10000,
                    "price_unit": contract._from_units(missing),
                    "tax_ids": [Command.clear()],
                }
            )
        self._raise_faults(faults)
        if rows:
            self.env["commercial.contract.line"].create(rows)

    def _log_opening(self, prepared, source):
        self._message_log_batch(
            {
                contract.id: Markup("<p>%s</p>")
                % self.env._(
                    "Taken over from %(file)s, sheet %(sheet)s, row %(row)s.",
                    file=source,
                    sheet=part.opening.head.sheet,
                    row=part.opening.head.row,
                )
                for contract, part in zip(self, prepared, strict=True)
            }
        )

    def _get_matchable_invoices(self):
        """Return open invoices of these contracts' parties that no contract has, and that may be linked:
        those after the opening amounts."""
        if not self.env["account.move"].has_access("read"):
            return self.env["account.move"]
        parties = self.partner_id.commercial_partner_id | self.payer_id.commercial_partner_id
        moves = self.env["account.move"].search(
            [
                ("commercial_partner_id", "in", parties.ids),
                ("move_type", "in", ("out_invoice", "in_invoice")),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial", "in_payment")),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        # sudo: whether a line of these invoices names a contract, even one closed to the user; not which
        items = self.env["account.move.line"].sudo()
        linked = items.search(
            [("move_id", "in", moves.ids), ("commercial_contract_id", "!=", False)]
        )
        limits = self._get_opening_limits()
        return (moves - linked.move_id.sudo(False)).filtered(
            lambda move: (
                (move.invoice_date or move.date)
                > limits.get((move.commercial_partner_id, move.company_id), date.min)
            )
        )

    def _get_opening_limits(self):
        """Return {(party, company): the last day of which no invoice can be linked with any contract}."""
        limits = {}
        for contract in self:
            last = contract._get_opening_date() or date.min
            partners = contract.partner_id | contract.payer_id
            for party in partners.commercial_partner_id:
                key = (party, contract.company_id)
                limits[key] = min(limits.get(key, last), last)
        return limits
