"""The steps of the random walk that bill and that change plans and lives of contracts."""

from .walk_world import DAYS


class BillingSteps:
    """Invoices and credit notes, from plan lines and by hand."""

    def step_bill_plan(self):
        """B1: the invoice totals exactly what its plan lines had left to bill."""
        line = self.plan_line(state="active")
        lines = line
        if line and self.chance(0.4):
            lines = self.rng.choice([line.contract_id.settlement_ids, line])
        lines = lines.filtered("amount_to_invoice")
        left = sum(lines.mapped("amount_to_invoice"))
        before = lines.invoice_ids
        lines.action_create_invoice()
        made = lines.invoice_ids - before
        if made:
            total = sum(made.mapped("amount_total"))
            self.assertEqual(round(total, 4), round(left, 4), "B1")
            made.write({"invoice_date": self.day(), "ref": f"plan {made.ids}"})
            if self.chance(0.85):
                made.action_post()
        return self.keep(made)

    def step_bill_hand(self):
        contract = self.any_contract()
        currency = contract.currency_id if self.chance(0.7) else self.currency()
        lines = list(contract.settlement_ids)
        parts = self.rng.sample(lines, self.rng.choice([1, min(2, len(lines))]))
        parts = [(line, self.amount(currency)) for line in parts]
        extra = [(None, self.amount(currency, 50))] if self.chance(0.2) else []
        extra += [(contract, self.amount(currency, 40))] if self.chance(0.2) else []
        discount = [(parts[0][0], -currency.round(parts[0][1] / 10))] if self.chance(0.1) else []
        early = {"invoice_payment_term_id": self.terms_early.id} if self.chance(0.25) else {}
        return self.keep(
            self.invoice(
                *parts,
                *extra,
                *discount,
                currency=currency,
                date=self.day(),
                post=self.chance(0.85),
                company_id=(self.branch if self.chance(0.15) else self.company).id,
                **early,
            )
        )

    def step_bill_shared(self):
        """One invoice over several contracts, and over something of no contract."""
        one = self.any_contract()
        others = self.mine.filtered(lambda c: c.direction == one.direction and c != one)
        if not others:
            return others
        currency = one.currency_id if self.chance(0.7) else self.currency()
        owners = [one, *self.rng.sample(list(others), 1)]
        parts = [(self.some(c.settlement_ids), self.amount(currency)) for c in owners]
        extra = [(None, self.amount(currency, 30))] if self.chance(0.5) else []
        return self.keep(self.invoice(*parts, *extra, currency=currency, date=self.day()))

    def step_bill_nobody(self):
        currency = self.currency()
        return self.keep(
            self.invoice((None, self.amount(currency)), currency=currency, date=self.day())
        )

    def step_credit(self):
        """A credit note made by hand: on plan lines, on a contract, or of no contract."""
        contract = self.any_contract()
        currency = contract.currency_id if self.chance(0.8) else self.currency()
        target = self.rng.choice([self.some(contract.settlement_ids), contract, None])
        kind = "out_refund" if contract.direction == "sale" else "in_refund"
        part = (target, self.amount(currency, 200))
        return self.keep(
            self.invoice(
                part,
                kind=kind,
                partner=contract.partner_id,
                currency=currency,
                date=self.day(),
                post=self.chance(0.9),
            )
        )

    def step_credit_use(self):
        """A credit note set against some other document of its side (R9, R21)."""
        other = self.some(self.open_documents()) or self.step_bill_hand()
        kind = "out_refund" if other.is_inbound() else "in_refund"
        credit = self.some(self.documents(kind).filtered("amount_residual"))
        if not credit or self.chance(0.5):
            contract = self.any_contract(direction=self.direction(other))
            target = self.rng.choice([None, contract, self.some(contract.settlement_ids)])
            amount = self.amount(other.currency_id, 200)
            credit = self.keep(
                self.invoice(
                    (target, amount),
                    kind=kind,
                    partner=other.partner_id,
                    currency=other.currency_id,
                    date=self.day(),
                )
            )
        self.match(credit, other)
        return other

    def step_reverse(self):
        move = self.some(self.documents())
        if move:
            self.keep(self.reverse(move, self.day(), cancel=self.chance(0.5)))
        return move

    def step_relink(self):
        move = self.some(self.documents())
        line = self.some(move.invoice_line_ids.filtered("commercial_contract_id"))
        if line:
            lines = line.commercial_contract_id.settlement_ids
            line.commercial_settlement_id = self.rng.choice([False, *lines.ids])
        return line

    def step_unlink_contract(self):
        """An invoice line loses its contract, or a line of none gets one."""
        move = self.some(self.documents())
        line = self.some(move.invoice_line_ids)
        if line.commercial_contract_id:
            line.write({"commercial_settlement_id": False, "commercial_contract_id": False})
        elif line:
            line.commercial_contract_id = self.any_contract(direction=self.direction(move))
        return line

    def direction(self, move):
        return "sale" if move.is_sale_document(True) else "purchase"

    def step_invoice_draft(self):
        move = self.some(self.documents("out_invoice", "in_invoice", "out_refund", "in_refund"))
        move.button_draft()
        if move and self.chance(0.25):
            move.invoice_line_ids[:1].price_unit = self.amount(move.currency_id)
        return move

    def step_invoice_post(self):
        move = self.some(self.drafts()) or self.step_invoice_draft()
        self.env.flush_all()
        move.action_post()
        return move

    def step_invoice_cancel(self):
        move = self.some(self.drafts()) or self.some(self.documents())
        if move.state == "posted":
            move.button_draft()
        move.button_cancel()
        return move

    def step_invoice_delete(self):
        move = self.some(self.drafts()) or self.some(self.documents())
        if move.state == "posted":
            move.button_draft()
        gone = bool(move)
        move.with_context(force_delete=True).unlink()
        return gone

    def drafts(self):
        return self.moves.filtered(lambda move: move.state == "draft" and move.move_type != "entry")


class PlanSteps:
    """What people change on a plan or on the life of a contract."""

    def step_plan_amend(self):
        """Move an amount from one plan line of a signed contract to another (I1)."""
        contract = self.any_contract(state="active")
        lines = list(contract.settlement_ids.filtered(lambda line: not line.is_cancelled))
        if len(lines) < 2:
            return False
        one, two = self.rng.sample(lines, 2)
        part = contract.currency_id.round(one.amount * self.rng.choice([0.25, 0.5, 1]))
        contract._amend("Walk", {one: one.amount - part, two: two.amount + part}, self.day())
        return True

    def step_plan_edit(self):
        line = self.plan_line(state="draft")
        if line:
            line.amount = self.rng.choice([0, self.amount(line.currency_id)])
        return line

    def step_plan_add(self):
        contract = self.any_contract(state="draft")
        if contract:
            amount = self.amount(contract.currency_id)
            self.plan(contract, ("D", amount, self.rng.choice([*DAYS, None])))
        return contract

    def step_plan_delete(self):
        line = self.plan_line(state="draft")
        gone = bool(line)
        line.unlink()
        return gone

    def step_plan_date(self):
        line = self.plan_line()
        if line.contract_id.state == "draft":
            line.date_due = self.rng.choice([*DAYS, False])
        elif line:
            line.reschedule(self.day(), "Walk")
        return line

    def step_plan_sequence(self):
        line = self.plan_line()
        self.edit(line, sequence=self.rng.choice([1, 5, 20, 30]))
        return line

    def step_plan_cancel(self):
        line = self.plan_line(state="draft")
        line.write({"is_cancelled": not line.is_cancelled})
        return line

    def step_opening(self):
        """Amounts from before Odoo (R23); refused where the books hold older cash."""
        line = self.plan_line(state="draft")
        if not line:
            return False
        amount = line.currency_id.round(line.amount * self.rng.choice([0, 0.3, 1]))
        return line.write(
            {"opening_settled": amount, "opening_invoiced": amount, "opening_date": "2025-12-01"}
        )

    def step_terminate(self):
        contract = self.any_contract(state="active")
        contract.action_terminate("Walk", self.day())
        return contract

    def step_pause(self):
        contract = self.any_contract(state="active")
        contract.action_suspend("Walk", self.day())
        if self.chance(0.5):
            contract.action_resume()
        return contract

    def step_complete(self):
        contract = self.any_contract(state="active")
        contract.action_complete("Walk")
        if self.chance(0.5):
            contract.action_reopen()
        return contract
