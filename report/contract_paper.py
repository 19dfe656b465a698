from odoo import api, models
from odoo.tools import format_date, format_list, formatLang, get_lang

from ..models.contract.parts import check_part
from ..tools.pages import count_lines, paginate
from ..tools.words import amount_in_words_cny

# Pixels as wkhtmltopdf prints them: A4 upright holds some 930 by 1,380 between the margins.
ROOM = 1270
LINE, PADDING = 23, 10
LETTER = 8.6
TITLE = 40
# between the lines of the narrowest table that shows them
TEXT_WIDTHS = {
    "name": 177,
    "model_number": 99,
    "specification": 116,
    "unit": 73,
    "condition": 172,
    "due": 172,
}
HEADS = {"goods": TITLE + 2 * LINE + PADDING, "plan": TITLE + LINE + PADDING}


class ContractPaper(models.AbstractModel):
    """The contract on paper, in the language of the other party."""

    _name = "report.commercial_contract.contract_paper"
    _description = "Contract Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        contracts = self.env["commercial.contract"].browse(docids)
        contracts.check_access("read")
        for part in ("goods", "texts"):  # the paper shows all of them
            check_part(self.env, part)
        docs = []
        for contract in contracts:
            code = get_lang(self.env, contract.partner_id.lang).code
            docs.append(self.with_context(lang=code)._get_paper(contract.with_context(lang=code)))
        return {"docs": docs}

    def _get_paper(self, contract):
        """Return all that the template prints of one contract, as text and laid on pages."""
        directions = dict(contract._fields["direction"]._description_selection(self.env))
        title = (
            self.env._("Framework Contract")
            if contract.is_framework
            else directions[contract.direction]
        )
        parties = self._get_parties(contract)
        lines = contract.line_ids.filtered(lambda line: not line.is_cancelled)
        goods = [self._get_goods_row(number, line) for number, line in enumerate(lines, 1)]
        plan = self._get_plan_rows(contract)
        paper = {
            "contract": contract,
            "lang_code": contract.env.context["lang"],
            "is_discounted": any(contract.line_ids.mapped("discount")),
            "title": title,
            "number": self._get_number(contract),
            "parties": parties,
            "facts": self._get_facts(contract),
            "totals": self._get_totals(contract),
            "plan_total": self._get_plan_total(contract),
        }
        pages = paginate(self._get_parts(parties, goods, plan), ROOM, HEADS)
        return {**paper, "pages": pages, "page_labels": self._get_page_labels(len(pages))}

    def _get_number(self, contract):
        """Return what stands on every page; a paper that is not in force says so."""
        states = dict(contract._fields["state"]._description_selection(self.env))
        label = self.env._("Contract No.")
        if contract.state in ("active", "done"):
            return f"{label} {contract.name}"
        return self._add_note(f"{label} {contract.name}", states[contract.state])

    def _add_note(self, text, note):
        """Return a text with a note in the brackets of the language."""
        return self.env._("%(text)s (%(note)s)", text=text, note=note)

    def _get_sender(self, company):
        """Return address, tax number and phone of a company, in one line."""
        party = self._get_party(company.partner_id.with_env(self.env))
        facts = [f"{label} {text}" for label, text in party["facts"]]
        return " · ".join([*party["address"].splitlines(), *facts])

    def _get_page_labels(self, count):
        """Return what stands on each page: wkhtmltopdf numbers none where it is not patched."""
        return [
            self.env._("Page %(page)s of %(pages)s", page=page, pages=count)
            for page in range(1, count + 1)
        ]

    def _get_parts(self, parties, goods, plan):
        parts = [("head", self._get_head_height(parties), {}, False)]
        parts += [("goods", self._get_height(row), row, False) for row in goods]
        if goods:
            parts.append(("totals", 4 * (LINE + PADDING) + LINE, {}, True))
        parts += [("plan", self._get_height(row), row, False) for row in plan]
        if plan:
            parts.append(("plan", LINE + PADDING, {"is_total": True}, True))
        # nobody signs a page that holds nothing but the signatures
        return [*parts, ("signature", 230, {}, bool(plan))]

    def _get_head_height(self, parties):
        lines = (
            count_lines(party["name"], 40) + count_lines(party["address"], 44) for party in parties
        )
        return 230 + LINE * (max(lines) + 3)

    def _get_height(self, row):
        return PADDING + LINE * max(
            count_lines(row.get(key), int(width / LETTER)) for key, width in TEXT_WIDTHS.items()
        )

    def _get_parties(self, contract):
        """Return buyer and seller; the buyer is Party A."""
        other, own = contract.partner_id, contract.company_id.partner_id
        buyer, seller = (other, own) if contract.direction == "sale" else (own, other)
        return [
            {
                "role": self.env._("Buyer (Party A)"),
                "seal": self.env._("Buyer (Party A), seal"),
                **self._get_party(buyer),
            },
            {
                "role": self.env._("Seller (Party B)"),
                "seal": self.env._("Seller (Party B), seal"),
                **self._get_party(seller),
            },
        ]

    def _get_party(self, partner):
        company = partner.commercial_partner_id or partner
        address = partner._display_address(without_company=True) or ""
        facts = [
            (self.env._("Tax No."), partner.vat or company.vat),
            (self.env._("Phone"), partner.phone or company.phone),
            (self.env._("Contact"), partner.name if partner != company else ""),
        ]
        return {
            "name": partner.commercial_company_name or partner.name or "",
            "address": "\n".join(line for line in address.splitlines() if line.strip()),
            "facts": [(label, text) for label, text in facts if text],
        }

    def _get_facts(self, contract):
        """Return (label, text) of the dates and of what else names the contract."""
        start, end = (self._get_date(date) for date in (contract.date_start, contract.date_end))
        facts = [
            (self.env._("Contract Title"), contract.title),
            (self.env._("Framework Contract"), contract.parent_id.name),
            (self.env._("Signed On"), self._get_date(contract.date_signed) or "__________"),
        ]
        if start and end:
            text = self.env._("%(start)s to %(end)s", start=start, end=end)
            facts.append((self.env._("Contract Period"), text))
        else:
            facts += [(self.env._("Contract Start"), start), (self.env._("Contract End"), end)]
        facts.append((self.env._("Currency"), contract.currency_id.name))
        return [(label, text) for label, text in facts if text]

    def _get_goods_row(self, number, line):
        currency = line.contract_id.currency_id
        return {
            "number": number,
            "name": line.name.removeprefix(f"[{line.model_number}] "),
            "model_number": line.model_number or "",
            "specification": line.specification or "",
            "unit": line.uom_id.name or "",
            "quantity": self._get_quantity(line.quantity),
            "price": formatLang(self.env, line.price_unit, dp="Product Price"),
            "discount": formatLang(self.env, line.discount, dp="Discount") if line.discount else "",
            "amount": self._get_money(line.price_total, currency),
        }

    def _get_quantity(self, quantity):
        whole = quantity == int(quantity)
        return formatLang(
            self.env, quantity, **({"digits": 0} if whole else {"dp": "Product Unit"})
        )

    def _get_totals(self, contract):
        currency = contract.currency_id
        taxes = format_list(self.env, contract.line_ids.tax_ids.mapped("name"))
        tax_label = self.env._("Tax Amount (%s)", taxes) if taxes else self.env._("Tax Amount")
        return {
            "untaxed": self._get_money(contract.amount_untaxed, currency),
            "tax_label": tax_label,
            "tax": self._get_money(contract.amount_tax, currency),
            "total_label": self._add_note(self.env._("Contract Amount"), currency.name),
            "total": self._get_money(contract.amount_total, currency),
            "words": self._get_words(contract.amount_total, currency),
        }

    def _get_plan_rows(self, contract):
        kinds = contract.settlement_ids._get_kind_labels()
        triggers = dict(contract.settlement_ids._fields["trigger"]._description_selection(self.env))
        lines = contract.settlement_ids.filtered(lambda line: not line.is_cancelled)
        return [
            {
                "number": number,
                "name": line.label
                if line.label == kinds[line.kind]
                else self.env._("%(kind)s: %(name)s", kind=kinds[line.kind], name=line.label),
                "condition": triggers[line.trigger],
                "due": self._get_date(line.date_due) or self._get_waiting(line),
                "percent": f"{formatLang(self.env, line.percent, digits=2)}%",
                "amount": self._get_money(line.amount, contract.currency_id),
            }
            for number, line in enumerate(lines.sorted(lambda line: (line.sequence, line.id)), 1)
        ]

    def _get_waiting(self, line):
        """Return what stands for the date of a line that waits for something."""
        lines = self.env["commercial.contract.settlement"]
        return lines._read_event(line._get_event_code()) or "–"

    def _get_plan_total(self, contract):
        lines = contract.settlement_ids.filtered(lambda line: not line.is_cancelled)
        return {
            "percent": f"{formatLang(self.env, sum(lines.mapped('percent')), digits=2)}%",
            "amount": self._get_money(sum(lines.mapped("amount")), contract.currency_id),
        }

    def _get_money(self, amount, currency):
        return formatLang(self.env, amount, digits=currency.decimal_places)

    def _get_date(self, date):
        """Return a date as papers write it: 2026年11月25日, November 25, 2026."""
        return format_date(self.env, date, date_format="long")

    @api.model
    def _get_words(self, amount, currency):
        """Return an amount in words, in the language of the environment.

        Amounts in yuan bear the Chinese words in every language: the law reads those.
        """
        is_chinese = (self.env.lang or "").startswith("zh")
        # num2words knows no Chinese, and half a sentence of each is worse than English
        spoken = currency.with_context(lang="en_US" if is_chinese else self.env.lang)
        if currency.name != "CNY":
            return spoken.amount_to_text(amount)
        chinese = f"人民币（大写）{amount_in_words_cny(f'{amount:.2f}')}"
        return chinese if is_chinese else f"{spoken.amount_to_text(amount)} / {chinese}"
