from odoo import models

from ..contract.batches import tell_batches

BATCH = 50  # invoices that one transaction makes; of more it is told how far they are


class CommercialContractSettlement(models.Model):
    """Many invoices at once: in batches, each saved as a whole."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _get_bill_batches(self, consolidate):
        """Return lists of ids of these lines, each of whole invoices; one list where it is short."""
        batches = [[]]
        for number, group in enumerate(self._group_to_bill(consolidate)):
            if number and number % BATCH == 0:
                batches.append([])
            batches[-1] += group.ids
        return batches

    def bill_batch(self, date=False, consolidate="line"):
        """Make the draft invoices of one batch; a line that cannot be invoiced is set aside.

        :param date: invoice date, or False
        :param consolidate: as for ``_bill``
        :returns: dict of ``made``: ids of invoices; ``aside``: ids of these lines that were left
        :raises AccessError: the user may not invoice
        """
        self._check_may_bill()
        lines = self.sudo()  # sudo: whoever may bill them; faults read what is on other invoices
        lines.invalidate_recordset(["amount_to_invoice"])
        faults = lines._get_bill_faults(date)
        good = self.filtered(lambda line: line not in faults)
        made = good._bill(date, consolidate).ids if good else []
        return {"made": made, "aside": (self - good).ids}

    def finish_bill_batches(self, result):
        """Return the action that opens what the batches made and tells what they left.

        :param result: dict of ids: ``made`` of invoices; of plan lines ``done``, ``aside``, and
            ``left`` where the run was stopped
        """
        done, aside, left = (self.browse(result[key]) for key in ("done", "aside", "left"))
        done._check_may_bill()
        # sudo: who may bill these lines may know their invoices; others that the client names are no matter
        moves = self.env["account.move"].browse(result["made"]) & done.sudo().move_line_ids.move_id
        moves = moves.with_env(self.env)
        names = {"count": len(done), "aside": len(aside), "left": len(left)}
        if left:
            message = self.env._(
                "Stopped: %(count)s settlement lines invoiced, %(aside)s set aside, %(left)s left.",
                **names,
            )
        elif aside:
            message = self.env._(
                "%(count)s settlement lines invoiced, %(aside)s set aside.", **names
            )
        else:
            message = self.env._("%(count)s settlement lines invoiced.", **names)
        return (aside | left)._tell_batches(message, done._open_invoices(moves) if moves else None)

    def _tell_batches(self, message, then=None):
        """Return the notice that ends a run, with a way to these lines, which it left.

        :param then: the action that comes after it; None closes the dialog
        """
        aside = self._get_records_action(name=self.env._("Lines Set Aside")) if self else False
        return tell_batches(message, aside, then)
