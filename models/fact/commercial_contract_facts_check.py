from odoo import models
from odoo.tools import formatLang

from ...tools.money import from_units


class CommercialContract(models.Model):
    """The nightly proof looks at the facts as well: they add up to what is stored (I9)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _check_ledger(self):
        self.env[
            "commercial.contract.fact"
        ]._book_pending()  # what this transaction did is no drift
        return super()._check_ledger()

    def _get_follower_drifts(self, books):
        """A drift of facts is told once a contract and kind: ``stored`` and ``books`` are their sums in
        the contract's currency. Mended like the others, by the rebuild: it marks the contract."""
        drifts = super()._get_follower_drifts(books)
        facts = self.env["commercial.contract.fact"]
        facts.flush_model()
        billed = {contract.id: books.billed(contract.id) for contract in self}
        standing, have, missing = facts._compare(billed)
        found = dict.fromkeys((key.contract_id, key.kind) for key, *_row in missing)
        for contract_id, kind in found:
            contract = self.browse(contract_id)
            rounding = contract.currency_id.rounding
            stored = sum(
                row[2] for row in have if (row[0].contract_id, row[0].kind) == (contract_id, kind)
            )
            wanted = sum(
                amount
                for key, (amount, _worth) in standing.want.items()
                if (key.contract_id, key.kind) == (contract_id, kind)
            )
            drifts.append(
                {
                    "contract": contract,
                    "line": None,
                    "what": f"fact {kind}",
                    "stored": from_units(stored, rounding),
                    "books": from_units(wanted, rounding),
                }
            )
        return drifts

    def _describe_drift_figure(self, record, drift):
        what, _space, kind = drift["what"].partition(" ")
        if what != "fact":
            return super()._describe_drift_figure(record, drift)
        facts = self.env["commercial.contract.fact"]
        label = dict(facts._fields["kind"]._description_selection(self.env))[kind]
        stored, books = (
            formatLang(self.env, drift[name], currency_obj=self.currency_id)
            for name in ("stored", "books")
        )
        return self.env._("Contract events (%s)", label), stored, books
