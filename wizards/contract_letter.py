from odoo import api, fields, models
from odoo.fields import Command

from ..models.contract.batches import run_batches

BATCH = 10  # letters of one transaction: each is printed by itself


class CommercialContractLetter(models.TransientModel):
    """Shows each letter to a customer before it is sent, and what is held back and why."""

    _name = "commercial.contract.letter"
    _description = "Payment Letters"

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_letter_settlement_rel",
        string="Settlement Lines",
        readonly=True,
    )
    row_ids = fields.One2many("commercial.contract.letter.row", "letter_id", string="Letters")
    set_aside = fields.Text(compute="_compute_set_aside", export_string_translation=False)

    @api.depends("settlement_ids", "row_ids.email")
    def _compute_set_aside(self):
        for wizard in self:
            _letters, aside = wizard.settlement_ids._origin._get_letters()
            texts = [*aside.values(), *wizard.row_ids._get_faults().values()]
            wizard.set_aside = "\n".join(texts)

    @api.model
    def _prepare_letters(self, lines):
        """Return a dialog with one letter for each company that pays and each currency."""
        wizard = self.create({"settlement_ids": [Command.set(lines.ids)]})
        letters, _aside = lines._get_letters()
        rows = wizard.row_ids.create(
            [
                {
                    "letter_id": wizard.id,
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "currency_id": currency.id,
                    "settlement_ids": [Command.set(part.ids)],
                    "recipient_ids": [Command.set(part._get_letter_recipients().ids)],
                }
                for (company, partner, currency), part in letters.items()
            ]
        )
        rows._propose_steps()
        rows._fill_texts()
        return wizard

    def action_send(self):
        """Send the letters that are listed, and say how many were.

        Many go in batches by the client, which shows how far they are.
        """
        self.ensure_one()
        rows = self.row_ids
        self._log_held()
        if len(rows) > BATCH:
            batches = [rows[start : start + BATCH].ids for start in range(0, len(rows), BATCH)]
            name = self.env._("Payment Letter")
            return run_batches(name, rows, "send_batch", batches, "finish_letter_batches")
        found = rows.send_batch()
        return self._tell_sent(rows - rows.browse(found["aside"]))

    def _log_held(self):
        """Leave in the log why no letter goes out about the overdue lines that are held back."""
        self.settlement_ids.check_access("write")
        held = self.settlement_ids._get_letters_held()
        lines = self.settlement_ids.browse().union(*held)
        lines._keep_letters("held", held, lines._get_next_steps())

    def action_print(self):
        """Print the letters as they stand, for the post: nothing is logged."""
        self.ensure_one()
        return self.row_ids.action_preview()

    def _tell_sent(self, rows):
        """Return the notice that these letters were sent, with a way to the other lines."""
        aside = self.settlement_ids - rows.settlement_ids
        message = self.env._("%s letters sent.", len(rows))
        if aside:
            message = self.env._(
                "%(count)s letters sent, %(aside)s settlement lines set aside.",
                count=len(rows),
                aside=len(aside),
            )
        return aside._tell_batches(message)
