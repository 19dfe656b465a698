from odoo import fields, models

OPEN_REVIEWS = ("waiting", "pending")
REQUEST = "commercial.contract.amendment.request"


class CommercialContract(models.Model):
    """Since when others keep a contract waiting: who approves, who delivers, who has planned work to do."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_open_reviews(self):
        """Return {contract: reviews whose turn it is}, of drafts and of amendments that wait."""
        requests = self.env[REQUEST].sudo()  # sudo: that somebody is asked is no secret to the job
        requests = requests.search([("contract_id", "in", self.ids), ("state", "=", "draft")])
        drafts = self.sudo().filtered(lambda contract: contract.state == "draft")  # sudo: as above
        found = {}
        for record in (*drafts, *requests):
            reviews = record.review_ids
            if "rejected" in reviews.mapped("status"):
                continue
            waiting = reviews.filtered(lambda review: review.status in OPEN_REVIEWS)
            first = min(waiting.mapped("sequence"), default=0)
            asked = waiting.filtered(
                lambda review, first=first: (
                    not review.definition_id.approve_sequence or review.sequence == first
                )
            )
            contract = self.browse(
                record.id if record._name == self._name else record.contract_id.id
            )
            if asked:
                found[contract] = found.get(contract, asked.browse()) | asked
        return found

    def _get_unapproved_since(self):
        """Return {contract: day on which those were asked who did not answer yet}."""
        return {
            contract: self._get_day(min(reviews.mapped("create_date")))
            for contract, reviews in self._get_open_reviews().items()
        }

    def _get_undelivered_since(self):
        """Return {contract: the first day by which goods were to be delivered that are not there}.

        Orders tell what is delivered: goods that no confirmed order has are not looked at. The day is that
        of the delivery payment in the plan, of the order, or of the order line, whichever is first.
        """
        found = {}
        for contract in self.sudo():  # sudo: the days of orders are no secret to the job
            days, missing = [], contract.line_ids.browse()
            for line in contract.line_ids:  # `filtered` would read the orders line by line
                if line._is_undelivered():
                    missing |= line
                    days += map(self._get_day, line._get_promised_moments())
            for part in contract.settlement_ids if missing else ():
                goods = part.line_ids or contract.line_ids
                if part._tells_delivery() and goods & missing:
                    days.append(part.date_due)
            if days:
                found[self.browse(contract.id)] = min(days)
        return found

    def _get_work_since(self):
        """Return {contract: deadline of the oldest activity that people planned on it}."""
        found = {}
        for contract in self.sudo():  # sudo: activities of others count as well
            planned = contract.activity_ids.filtered(lambda one: one.active and not one.automated)
            if planned:
                found[self.browse(contract.id)] = min(planned.mapped("date_deadline"))
        return found

    def _get_day(self, moment):
        return fields.Datetime.context_timestamp(self, moment).date()
