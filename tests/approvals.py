"""Approval rules for tests, in one line each."""

from .common import OWN, ContractCase


class ApprovalCase(ContractCase):
    """A company whose contracts over 100 need the boss; he sees no contract but those he is asked about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", OWN)
        cls.second = cls.make_user("second", OWN)
        cls.over_100 = cls.rule("Over 100", [("amount_total", ">", 100)], cls.boss)

    @classmethod
    def rule(cls, name, domain, user=None, **values):
        """Return an approval rule of contracts: one user decides, unless ``values`` say otherwise."""
        return cls.env["tier.definition"].create(
            {
                "name": name,
                "model_id": cls.env["ir.model"]._get_id("commercial.contract"),
                "company_id": cls.company.id,
                "definition_domain": str(domain),
                "review_type": "individual",
                "reviewer_id": user.id if user else False,
                **values,
            }
        )

    def draft(self, total=500, **values):
        """Return a draft of the seller, as the seller sees it."""
        contract = self.contract(plan=[("A", total, "2026-01-31")], signed=False, **values)
        return contract.with_user(self.seller)

    def requested(self, total=500, **values):
        """Return a draft of the seller that was sent to the reviewers."""
        contract = self.draft(total, **values)
        contract.action_request_approval()
        return contract

    def approved(self, total=500, **values):
        """Return a draft of the seller that the boss has approved."""
        contract = self.requested(total, **values)
        contract.with_user(self.boss).action_approve()
        self.assertEqual(self.statuses(contract), ["approved"])
        return contract

    def statuses(self, contract):
        """Return the status of each review of a contract, by SQL, in the order of the tiers."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT status FROM tier_review WHERE model = 'commercial.contract' AND res_id = %s"
            " ORDER BY sequence, id",
            [contract.id],
        )
        return [status for (status,) in self.env.cr.fetchall()]

    def state(self, contract):
        """Return the state of a contract, by SQL."""
        self.env.flush_all()
        self.env.cr.execute("SELECT state FROM commercial_contract WHERE id = %s", [contract.id])
        return self.env.cr.fetchone()[0]
