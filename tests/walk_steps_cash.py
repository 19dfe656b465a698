"""The steps of the random walk that move money."""


class CashSteps:
    """Payments, bank lines and entries."""

    def step_register(self):
        invoice = self.some(self.open_documents())
        if invoice:
            self.keep(self.pay(invoice, date=self.day(), **self.terms(invoice)))
        return invoice

    def terms(self, invoice):
        """All, a part, more, in another currency, through another bank, the rest written off."""
        currency = invoice.currency_id if self.chance(0.8) else self.currency()
        terms = {"currency_id": currency.id, "journal": self.rng.choice(self.banks())}
        if self.chance(0.6):
            terms["amount"] = self.rng.choice(
                [self.amount(currency), currency.round(invoice.amount_residual / 2)]
            )
            if self.chance(0.25):
                terms["payment_difference_handling"] = "reconcile"
                terms["writeoff_account_id"] = self.expense.id
        return terms

    def banks(self):
        return [self.bank, self.bank, self.bank_outstanding]

    def step_register_many(self):
        """One transfer for several invoices of a partner, perhaps of several contracts."""
        found = self.open_documents().grouped(
            lambda move: (move.currency_id, move.partner_id, move.move_type)
        )
        many = [moves for moves in found.values() if len(moves) > 1]
        if many:
            invoices = self.rng.choice(many)
        else:
            invoices = self.env["account.move"]
            for line in self.any_contract().settlement_ids[:2]:
                invoices |= self.invoice((line, self.amount(line.currency_id)), date=self.day())
            self.keep(invoices)
        total = sum(invoices.mapped("amount_residual"))
        part = invoices.currency_id.round(total * self.rng.choice([0.3, 0.7, 1]))
        part = part if self.chance(0.6) else None  # what the wizard offers, early discounts taken
        return self.keep(self.pay(invoices, part, self.day()))

    def step_advance(self):
        contract = self.any_contract()
        currency = contract.currency_id if self.chance(0.75) else self.currency()
        named = self.some(contract.settlement_ids) if self.chance(0.3) else None
        return self.keep(
            self.advance(
                contract,
                self.amount(currency),
                self.day(),
                named,
                post=self.chance(0.85),
                currency_id=currency.id,
                partner_id=self.rng.choice([contract.partner_id, self.payer]).id,
            )
        )

    def step_payment_untagged(self):
        """A payment of nobody's, or one of somebody else than the customer."""
        partner = self.rng.choice([self.customer, self.payer])
        currency = self.currency()
        return self.keep(
            self.payment(
                self.amount(currency),
                self.day(),
                partner_id=partner.id,
                currency_id=currency.id,
            )
        )

    def step_match(self):
        payment = self.some(self.posted_payments())
        wanted = self.documents(inbound=payment.payment_type == "inbound")
        invoice = self.some(wanted)
        if payment and invoice:
            self.match(payment, invoice)
        return invoice

    def step_pay_back(self):
        contract = self.any_contract()
        named = self.some(contract.settlement_ids) if self.chance(0.2) else None
        amount = self.amount(contract.currency_id, 150)
        payment = self.pay_back(contract, amount, self.day(), named)
        if self.chance(0.3):
            payment.commercial_contract_id = False
        return self.keep(payment)

    def step_match_back(self):
        """Money paid back is matched with what came in, or with a credit note."""
        contract = self.any_contract()
        purchase = contract.direction == "purchase"
        there, back = ("outbound", "inbound") if purchase else ("inbound", "outbound")
        kind = "supplier" if purchase else "customer"
        payments = self.posted_payments().filtered(lambda p: p.partner_type == kind)
        credit = self.documents("in_refund" if purchase else "out_refund")
        first = self.some(credit.filtered("amount_residual")) if self.chance(0.4) else None
        first = first or self.some(payments.filtered(lambda p: p.payment_type == there))
        first = first or self.keep(
            self.advance(contract, self.amount(contract.currency_id), self.day())
        )
        second = self.some(payments.filtered(lambda p: p.payment_type == back))
        second = second or self.keep(
            self.pay_back(contract, self.amount(contract.currency_id, 150), self.day())
        )
        self.match(first, second)
        return True

    def step_bank_tagged(self):
        contract = self.any_contract(direction="sale")
        if contract:
            named = self.some(contract.settlement_ids) if self.chance(0.3) else None
            amount = self.amount(self.company.currency_id)
            self.keep(self.bank_line(amount, self.day(), contract=contract, named=named))
        return contract

    def step_bank_tag_of_the_line(self):
        """The bank line itself names the contract (L2)."""
        contract = self.any_contract(direction="sale")
        line = contract and self.bank_line(
            self.amount(self.company.currency_id),
            self.day(),
            partner=contract.partner_id,
            commercial_contract_id=contract.id,
        )
        return line and self.keep(line)

    def step_bank_matched(self):
        invoice = self.some(self.open_documents(inbound=True))
        if invoice:
            amount = self.amount(self.company.currency_id)
            self.keep(self.bank_line(amount, self.day(), match=invoice))
        return invoice

    def step_bank_undo(self):
        line = self.some(self.bank_lines)
        if line and self.chance(0.5):
            line.action_undo_reconciliation()
        else:
            line.unlink()
        return bool(line)

    def step_announce(self):
        """A payment without journal entry, as under Enterprise accounting (R13)."""
        target = self.some(self.open_documents())
        if not target or self.chance(0.4):
            target = self.any_contract()
        self.keep(self.announce(target, self.amount(target.currency_id), self.day()))
        return target

    def step_entry_bank(self):
        """A hand-typed entry with a bank item (R24), less a fee of the bank (R14)."""
        invoice = self.some(self.open_documents(inbound=True))
        amount = self.amount(self.company.currency_id)
        fee = self.rng.choice([0, 1.05, amount])  # a fee without money is written off
        entry = self.entry(
            *([(self.bank.default_account_id, amount - fee, None)] if amount > fee else []),
            *([(self.fee, fee, None)] if fee else []),
            (self.receivable, -amount, self.customer),
            date=self.day(),
        )
        if invoice:
            self.match(self.on_account(entry, self.receivable), invoice)
        return self.keep(entry)

    def on_account(self, entries, account):
        return entries.line_ids.filtered(lambda item: item.account_id == account)

    def step_deposit(self):
        """Money on a deposit account, its item tagged (R22)."""
        contract = self.any_contract(direction="sale")
        if not contract:
            return False
        amount = self.amount(self.company.currency_id)
        entry = self.entry(
            (self.bank.default_account_id, amount, None),
            (self.deposit, -amount, contract.partner_id),
            date=self.day(),
        )
        item = self.on_account(entry, self.deposit)
        item.commercial_contract_id = contract
        if self.chance(0.3):
            item.commercial_settlement_id = self.some(contract.settlement_ids)
        return self.keep(entry)

    def step_deposit_moved(self):
        """A deposit is moved on to an invoice; the two items of the deposit are matched, or not yet."""
        deposits = self.on_account(self.moves, self.deposit).filtered(
            lambda item: item.parent_state == "posted" and item.balance < 0
        )
        deposit = self.some(deposits) or self.on_account(
            self.step_deposit() or self.moves[:0], self.deposit
        )
        if not deposit:
            return False
        amount = -deposit.balance
        entry = self.entry(
            (self.deposit, amount, deposit.partner_id),
            (self.receivable, -amount, deposit.partner_id),
            date=self.day(),
        )
        invoice = self.some(self.open_documents(inbound=True))
        if invoice:
            self.match(self.on_account(entry, self.receivable), invoice)
        if self.chance(0.7):
            (self.on_account(entry, self.deposit) | deposit).reconcile()
        return self.keep(entry)

    def step_entry_net(self):
        """Payable against receivable (R17)."""
        invoice = self.some(self.open_documents(inbound=True))
        bill = self.some(self.open_documents(inbound=False))
        if not (invoice or bill):
            return False
        amount = self.amount(self.company.currency_id)
        entry = self.entry(
            (self.payable, amount, self.vendor),
            (self.receivable, -amount, self.customer),
            date=self.day(),
        )
        debit, credit = self._partner_items(entry).sorted("balance", reverse=True)
        for item, document in ((credit, invoice), (debit, bill)):
            if document:
                self.match(item, document)
        return self.keep(entry)

    def step_entry_mixed(self):
        """One entry with cash, a payable item and a loss: all three shares at once."""
        invoice = self.some(self.open_documents(inbound=True))
        entry = self.entry(
            (self.bank.default_account_id, 120.05, None),
            (self.payable, 60.01, self.vendor),
            (self.expense, 19.94, None),
            (self.receivable, -200, self.customer),
            date=self.day(),
        )
        if invoice:
            self.match(self.on_account(entry, self.receivable), invoice)
        return self.keep(entry)

    def step_write_off(self):
        invoice = self.some(self.open_documents(inbound=True))
        if invoice:
            entry = self.entry((self.expense, 10, None), (self.receivable, -10, self.customer))
            self.match(self.keep(entry), invoice)
        return invoice

    def step_retag(self):
        payment = self.some(self.payments.filtered(lambda p: p.state != "draft"))
        if payment:
            payment.write(
                {
                    "commercial_contract_id": self.rng.choice([False, *self.mine.ids]),
                    "commercial_settlement_id": False,
                }
            )
        return payment

    def step_tag_item(self):
        """The journal item itself names a contract, over its payment's tag (L2)."""
        item = self.some(self._partner_items(self.posted_payments()))
        if item:
            contract = self.any_contract()
            item.write(
                {
                    "commercial_contract_id": self.rng.choice([False, contract.id]),
                    "commercial_settlement_id": False,
                }
            )
        return item

    def step_name_line(self):
        payment = self.some(self.payments.filtered("commercial_contract_id"))
        lines = payment.commercial_contract_id.settlement_ids
        if lines:
            payment.commercial_settlement_id = self.rng.choice([False, *lines.ids])
        return payment
