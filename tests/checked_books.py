from .common import ContractCase


class CheckedBooks(ContractCase):
    """Books with cash, netting and a write-off, to break on purpose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.k = cls.contract(plan=[("A", 3000, "2026-01-31"), ("B", 5000, "2026-02-28")])
        cls.other, cls.purchase = cls.contract(), cls.contract(direction="purchase")
        cls.contracts = cls.k | cls.other | cls.purchase

    def setUp(self):
        super().setUp()
        self.a, self.b = self.lines(self.k)
        self.paid = self.invoice(self.a)
        self.pay(self.paid, 2990)
        loss = self.entry((self.expense, 10, None), (self.receivable, -10, self.customer))
        self.match(loss, self.paid)
        invoice, bill = self.invoice(self.b), self.invoice(self.lines(self.purchase)[0])
        net = self.entry((self.payable, 2500, self.vendor), (self.receivable, -2500, self.customer))
        debit, credit = self._partner_items(net).sorted("balance", reverse=True)
        self.match(credit, invoice)
        self.match(debit, bill)
        self.assertFigures(self.k, "A 3000/2990/10, B 5000/2500/0")
