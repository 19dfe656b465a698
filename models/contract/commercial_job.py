import logging
from functools import partial

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class CommercialJob(models.AbstractModel):
    """The one loop of every scheduled action (DESIGN 9).

    A job names what is due (a domain), the method that works on a batch, and what to do with a
    record that fails. A batch is tried in one savepoint; only when it fails, its records are tried
    one by one, and the bad ones are set aside while the rest goes on.
    """

    _name = "commercial.job"
    _description = "Scheduled Work on Contracts"

    @api.model
    def _run_job(self, records, domain, work, set_aside, batch=500, split=iter):
        """Call ``work(part)`` on ``records`` in batches; return how many were worked on.

        :param records: what was due when the job began
        :param domain: the condition, checked again once a batch is locked
        :param work: method of one argument, the part; must be safe to call twice
        :param set_aside: ``set_aside(record, error)``, called where a single record fails
        :param split: how a part that fails is tried again: in which smaller parts
        """
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(records))
        done = 0
        for start in range(0, len(records), batch):
            part = records[start : start + batch]
            locked = self._lock(part)
            # what another worker did before the lock is not in the cache
            locked.invalidate_recordset()
            todo = locked.filtered_domain(domain)
            self._work_on(todo, work, set_aside, split)
            done += len(todo)
            if not cron._commit_progress(processed=len(part)):
                break
        return done

    @api.model
    def _insist(self, work):
        """Call ``work()``, which must be safe to call twice, again where another worker changed a record
        of it at the same moment: a new transaction sees what that one did."""
        try:
            result = work()
            self.env.flush_all()  # what it wrote is met here, and not later
            return result
        except SerializationFailure:
            self.env.cr.rollback()
            return work()

    def _lock(self, part):
        """Return those of ``part`` that nobody else works on at this moment.

        Where another worker commits one of them while they are being locked, the database refuses them
        all; nothing is lost by trying again, as the batch before was committed.
        """
        return self._insist(partial(part.try_lock_for_update, allow_referencing=True))

    def _work_on(self, todo, work, set_aside, split=iter):
        if not todo:
            return
        try:
            with self.env.cr.savepoint():
                work(todo)
                return
        except (SerializationFailure, UniqueViolation):
            # another worker was there at the same moment; what is still due comes in the next run
            if len(todo) == 1:
                return
        except Exception as error:
            if len(todo) == 1:
                if not isinstance(error, UserError):
                    # a fault of ours in one record is for the log, and must not keep the rest waiting
                    _logger.exception("%s: %s failed", self._name, todo)
                set_aside(todo, error)
                return
        for part in split(todo):
            self._work_on(part, work, set_aside, split)
