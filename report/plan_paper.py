from odoo import api, models


class PlanPaper(models.AbstractModel):
    """The settlement plan on its own, with what the books say of each line."""

    _name = "report.commercial_contract.plan_paper"
    _inherit = ["commercial.contract.note"]
    _description = "Settlement Plan on Paper"

    @api.model
    def _get_notes(self, docids):
        contracts = self.env["commercial.contract"].browse(docids)
        contracts.check_access("read")
        notes = []
        for contract in contracts:
            model = self._for_partner(contract.partner_id)
            notes.append(model._get_plan(contract.with_env(model.env)))
        return notes

    def _get_plan(self, contract):
        paper = self.env["report.commercial_contract.contract_paper"]
        currency = contract.currency_id
        lines = contract.settlement_ids.filtered(lambda line: not line.is_cancelled)
        lines = lines.sorted(lambda line: (line.sequence, line.id))
        figures = ("amount", "amount_invoiced", "amount_settled", "amount_residual")
        rows = [
            [
                str(row["number"]),
                row["name"],
                row["due"],
                *(self._money(line[name], currency) for name in figures),
            ]
            for row, line in zip(paper._get_plan_rows(contract), lines, strict=True)
        ]
        sums = [self._money(sum(lines.mapped(name)), currency) for name in figures]
        return {
            "lang_code": self.env.lang,
            "company": contract.company_id,
            "title": self.env._("Settlement Plan"),
            "number": paper._get_number(contract),
            "facts": [
                (self._get_partner_label(contract), contract.partner_id.display_name),
                *paper._get_facts(contract),
            ],
            "columns": [
                (self.env._("No."), 5, ""),
                (self.env._("Kind of Payment"), 16, ""),
                (self.env._("Due Date"), 15, ""),
                (self.env._("Amount incl. Tax"), 16, "number"),
                (self.env._("Invoiced"), 16, "number"),
                (self.env._("Settled"), 16, "number"),
                (self.env._("Unsettled"), 16, "number"),
            ],
            "rows": rows,
            "total": ["", self.env._("Contract Amount"), "", *sums],
            "words": paper._get_words(sum(lines.mapped("amount")), currency),
            "foot": [],
            "seal": "",
        }

    def _get_partner_label(self, contract):
        return self.env._("Customer") if contract.direction == "sale" else self.env._("Vendor")
