from odoo import models

AGREED = ("approved", "forwarded")  # how a review ends that lets the contract be signed


class CommercialContract(models.Model):
    """Since when a contract waits for something that nobody does."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_stalled_since(self):
        """Return the day of the newest entry of the progress log, where work is not done yet."""
        newest = self.progress_ids.sorted(lambda entry: (entry.date, entry.id))[-1:]
        return newest.date if newest.percent < 100 else False

    def _get_unsigned_since(self):
        """Return since when this draft could be signed: all agreed to it, else it should have begun."""
        # sudo: that all agreed is no secret to who is responsible
        reviews = self.sudo().review_ids
        dates = [review.reviewed_date for review in reviews if review.status in AGREED]
        if dates and len(dates) == len(reviews) and all(dates):
            return self._get_day(max(dates))
        return self.date_start
