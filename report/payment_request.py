from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list


class PaymentRequest(models.AbstractModel):
    """Asks a customer for the money of plan lines, before or after the invoice."""

    _name = "report.commercial_contract.payment_request"
    _inherit = ["commercial.contract.note"]
    _description = "Payment Request"

    @api.model
    def _get_notes(self, docids):
        lines = self._get_lines(docids)
        lines.check_access("read")
        self._check(lines)
        notes = []
        groups = lines.grouped(lambda line: (line.company_id, line.partner_id, line.currency_id))
        for (company, partner, currency), part in groups.items():
            model = self._for_partner(partner)
            notes.append(
                model._get_request(
                    company, partner.with_env(model.env), currency, part.with_env(model.env)
                )
            )
        return notes

    def _get_lines(self, docids):
        """Return the plan lines that the printed records ask money for."""
        return self.env["commercial.contract.settlement"].browse(docids)

    def _check(self, lines):
        """Refuse lines that no customer owes, naming the first."""
        for line in lines:
            if line.direction != "sale":
                raise UserError(
                    self.env._(
                        "%s is money to pay. A payment request asks a customer: choose lines of sales contracts.",
                        line.display_name,
                    )
                )
            if line.contract_state in ("draft", "cancel"):
                raise UserError(
                    self.env._(
                        "The contract of %s is not in force. Sign it before you ask for money.",
                        line.display_name,
                    )
                )
            if line.is_cancelled or line.currency_id.compare_amounts(line.amount_residual, 0) <= 0:
                raise UserError(
                    self.env._(
                        "Nothing is open on %s. Leave it out of the payment request.",
                        line.display_name,
                    )
                )

    def _get_request(self, company, partner, currency, lines):
        paper = self.env["report.commercial_contract.contract_paper"]
        lines = self._sort(lines)
        asked = sum(lines.mapped("amount_residual"))
        return {
            "lang_code": self.env.lang,
            "company": company,
            "title": self.env._("Payment Request"),
            "number": format_date(self.env, fields.Date.context_today(self), date_format="long"),
            "facts": [
                (self.env._("Customer"), partner.display_name),
                (
                    self.env._("Contract No."),
                    format_list(self.env, lines.contract_id.mapped("name")),
                ),
                (self.env._("Currency"), currency.name),
            ],
            "columns": [
                (self.env._("Contract No."), 17, ""),
                (self.env._("Settlement Line"), 18, ""),
                (self.env._("Due Date"), 17, ""),
                (self.env._("Amount"), 16, "number"),
                (self.env._("Settled"), 16, "number"),
                (self.env._("Amount Asked"), 16, "number"),
            ],
            "rows": [
                [
                    line.contract_id.name,
                    line.label or "",
                    paper._get_date(line.date_due) or paper._get_waiting(line),
                    self._money(line.amount, currency),
                    self._money(line.amount - line.amount_residual, currency),
                    self._money(line.amount_residual, currency),
                ]
                for line in lines
            ],
            "total": [self.env._("Amount Asked"), "", "", "", "", self._money(asked, currency)],
            "words": paper._get_words(asked, currency),
            "foot": self._get_bank(company, currency),
            "seal": company.name,
        }

    def _sort(self, lines):
        """Return plan lines in the order in which they stand on the paper."""
        return lines.sorted(lambda line: (line.contract_id.name, line.sequence, line.id))

    def _get_bank(self, company, currency):
        """Return (label, text) of our account for that currency, of any where none bears it."""
        banks = company.partner_id.bank_ids.filtered(
            lambda bank: not bank.company_id or bank.company_id == company
        ).sorted(lambda bank: (bank.currency_id != currency, bool(bank.currency_id), bank.sequence))
        if not banks:
            return []
        facts = [
            (self.env._("Account Holder"), banks[0].acc_holder_name or company.name),
            (self.env._("Bank"), banks[0].bank_name),
            (self.env._("Account Number"), banks[0].acc_number),
        ]
        return [(label, text) for label, text in facts if text]
