import logging

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .check_texts import describe_doubt, describe_drift, describe_error, describe_figure
from .payment_doubts import find_doubts

_logger = logging.getLogger(__name__)

DRIFT = "commercial_contract.mail_activity_type_ledger_drift"
DOUBT = "commercial_contract.mail_activity_type_payment_doubt"


class CommercialContract(models.Model):
    """The nightly proof: what differs from the books is told to a manager of the app, and mended."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _cron_check_ledger(self, batch=500):
        """Check all contracts, mend by the rebuild, and tell what was wrong. Safe to run twice (I7)."""
        # those that wait for a changed setting are no drift
        domain = [("is_framework", "=", False), ("is_ledger_due", "=", False)]
        contracts = self.with_context(active_test=False).search(domain)
        self.env["commercial.job"]._run_job(
            self.browse(contracts.ids),
            Domain.TRUE,
            lambda part: part._prove_ledger(),
            lambda contract, error: contract._tell_managers(
                DRIFT, {contract: [error]}, describe_error
            ),
            batch,
        )

    def _prove_ledger(self):
        """Mend what drifted in these contracts and tell a manager; list payments that want a look."""
        drifts = self._check_ledger()
        drifted = self.browse({drift["contract"].id for drift in drifts})
        drifted.follow_ledger()
        left = drifted._check_ledger() if drifted else []
        for drift in drifts:
            drift["mended"] = drift not in left
            _logger.warning(
                "%(contract)s, %(line)s: %(what)s is %(stored)s, by the books %(books)s,"
                " mended: %(mended)s",
                drift,
            )
        # a digest tells nobody anything: where no figure moved, the log is enough
        told = [drift for drift in drifts if drift["what"] != "ledger_version"]
        self._tell_managers(DRIFT, _by_contract(told), describe_drift)
        self._tell_managers(DOUBT, _by_contract(self._find_doubts()), describe_doubt, once=True)

    def _describe_drift_figure(self, record, drift):
        """Return (label, stored, books) of a drift as texts. Later packages describe theirs."""
        return describe_figure(record, drift)

    def _find_doubts(self):
        """Return payments that are booked as somebody said, but perhaps not as he meant.

        They are no drifts: the figures follow the books. A doubt is ``{"contract": record, "what":
        name, "record": payment or journal item, "amount": number in its currency}``. What it may
        be: ``rejected``: the payment is rejected, but its entry is posted, so its money counts (R16);
        ``elsewhere``: it is tagged with this contract, but pays only invoices of others (R6);
        ``deposit``: a deposit is open, while others of its partner were moved on (R22).
        """
        # superuser: as _check_ledger, the proof is of the books
        return find_doubts(self.with_env(self.env(su=True, context={})))

    def _tell_managers(self, kind, found, describe, once=False):
        """Keep one open activity of type ``kind`` for each contract, with a sentence for each finding.

        :param found: {contract: findings}
        :param describe: function of the contract, in its reader's language, and a finding
        :param once: what was told before is not told again, also after the activity was done
        """
        kind = self.env.ref(kind)
        told = self._get_told(kind, found, once)
        managers = self.env.ref("commercial_contract.group_contract_manager").all_user_ids
        managers = managers.filtered(lambda user: not user.share).sorted("id")
        new = []
        for contract, findings in found.items():
            user = managers.filtered(lambda u, c=contract: c.company_id in u.company_ids)[:1]
            seen = contract.with_context(lang=user.lang)
            known = "\n".join(html2plaintext(activity.note or "") for activity in told[contract.id])
            texts = [
                text for text in (describe(seen, one) for one in findings) if text not in known
            ]
            note = Markup("<br/>").join(texts)
            opened = told[contract.id].filtered("active")[:1]
            if texts and opened:
                opened.note += Markup("<br/>") + note
            elif texts:
                new.append(contract._prepare_told(kind, user, note))
        # quick update: no mail for each activity; the list of activities tells
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(new)

    def _get_told(self, kind, found, once):
        """Return {contract id: activities} with what was told already."""
        activities = self.env["mail.activity"].with_context(active_test=not once)
        activities = activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", [contract.id for contract in found]),
                ("activity_type_id", "=", kind.id),
            ]
        )
        groups = activities.grouped("res_id")
        return {contract.id: groups.get(contract.id, activities.browse()) for contract in found}


def _by_contract(found):
    groups = {}
    for one in found:
        groups.setdefault(one["contract"], []).append(one)
    return groups
