from odoo import models


class IrSequence(models.Model):
    """Draw many numbers at once: none twice, and none left out where the sequence is without gaps."""

    _name = "ir.sequence"
    _inherit = ["ir.sequence"]

    def _draw(self, dates, find_taken):
        """Return the next texts of this sequence, one for each of ``dates`` and in their order.

        The counter of a year is written at once: a second worker waits for the first one, collides and
        is tried again by Odoo, so it goes on behind the numbers of the first one.

        :param dates: list of dates; each draws from the range of its year, where there are ranges
        :param find_taken: gets a list of texts, returns the set of those that are in use already
        """
        self.ensure_one()
        groups, texts = {}, {}
        for place, date in enumerate(dates):
            counter = self._get_counter(date)
            groups.setdefault((counter, self._get_affixes(date)), []).append(place)
        for (counter, affixes), places in groups.items():
            if self.implementation == "no_gap":
                drawn = self._draw_without_gap(counter, affixes, len(places), find_taken)
            else:
                drawn = self._draw_each(dates[places[0]], len(places), find_taken)
            texts.update(zip(places, drawn, strict=True))
        return [texts[place] for place in range(len(dates))]

    def _count_by(self, implementation):
        """Change how these sequences count, and let them go on where they stand: Odoo alone would begin
        the ranges of the years at an older number.

        :param implementation: "no_gap" or "standard"
        """
        changing = self.filtered(lambda one: one.implementation != implementation)
        counters = [*changing, *changing.date_range_ids]
        stand = [counter.number_next_actual for counter in counters]
        changing.write({"implementation": implementation})
        for counter, number in zip(counters, stand, strict=True):
            counter.write({"number_next": number or 1})
        changing.date_range_ids.invalidate_recordset(["number_next_actual"])

    def _draw_without_gap(self, counter, affixes, count, find_taken):
        number = counter.number_next
        texts, ahead = [], count
        while len(texts) < count:
            run = [
                self._make_text(affixes, number + place * self.number_increment)
                for place in range(ahead)
            ]
            taken = find_taken(run)
            for text in run:
                if len(texts) < count:
                    number += self.number_increment
                    texts += [text] if text not in taken else []
            ahead *= 2  # contracts that were taken over may hold thousands of the next numbers
        counter.number_next = number
        counter.flush_recordset()
        counter.invalidate_recordset(["number_next_actual"])
        return texts

    def _draw_each(self, date, count, find_taken):
        """Draw from PostgreSQL's own sequences, for those who have chosen Odoo's standard way."""
        dated, texts = self.with_context(ir_sequence_date=date), []
        while len(texts) < count:
            run = [dated.next_by_id(sequence_date=date) for _missing in range(count - len(texts))]
            taken = find_taken(run)
            texts += [text for text in run if text not in taken]
        return texts

    def _get_counter(self, date):
        """Return the record that counts at this date: the range of its year, or the sequence."""
        found = self._find_counter(date)
        if not found:
            # Two workers at the first contract of a year: a write lets the later one collide here,
            # where Odoo tries again; the same range made twice would be refused as a wrong entry.
            self.write({"name": self.name})
            self.flush_recordset()
            found = self._create_date_range_seq(date)
        return found

    def _find_counter(self, date):
        if not self.use_date_range:
            return self
        return self.date_range_ids.filtered(lambda part: part.date_from <= date <= part.date_to)[:1]

    def _peek(self, date):
        """Return the text that the next record of this date gets, and take nothing."""
        self.ensure_one()
        counter = self._find_counter(date)
        return self._make_text(self._get_affixes(date), counter.number_next_actual or 1)

    def _get_prefix(self, date):
        """Return the text before the number of a record of this date, or ""."""
        return self._get_affixes(date)[0]

    def _get_affixes(self, date):
        start = None
        if self.use_date_range:
            start = self._find_counter(date).date_from or date.replace(month=1, day=1)
        return self._get_prefix_suffix(date, start)

    def _make_text(self, affixes, number):
        prefix, suffix = affixes
        return f"{prefix}{number:0{self.padding}d}{suffix}"
