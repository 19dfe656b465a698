from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .access_case import AccessCase
from .common import FINANCE, OWN

SECRET = "Whalesong"


@tagged("post_install", "-at_install")
class TestAccessDialogs(AccessCase):
    """Dialogs tell their user nothing of contracts that are hidden from him (I8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thief = cls.make_user("thief", OWN, FINANCE, "account.group_account_manager")
        cls.own = cls.contract(title="Mine", user_id=cls.thief.id, partner_id=cls.other_customer.id)
        cls.secret = cls.contract(
            title=SECRET, user_id=cls.seller2.id, goods=[(cls.pump, 10, 1000)]
        )
        cls.line = cls.secret.settlement_ids[0]
        cls.edit(cls, cls.line, name=SECRET)
        cls.env.flush_all()

    def as_thief(self, records):
        self.next_request()
        return records.with_user(self.thief)

    def test_dialogs_tell_nothing_of_what_is_typed_into_them(self):
        """A dialog is anybody's own record: through its links nobody reads what is hidden from him."""
        goods, line, own = self.secret.line_ids, self.line, self.own.settlement_ids
        dialogs = {
            "amend": lambda: {"contract_id": self.own.id},
            "payment": lambda: {"settlement_ids": [Command.set(own.ids)]},
            "nudge": lambda: {"settlement_ids": [Command.set(own.ids)]},
            "link": lambda: {"contract_id": self.own.id},
        }
        shown = {"currency_id": {}, "display_name": {}}
        for name, linked, parent, more in (
            ("amend", {"contract_id": self.secret}, None, {"total_before": {}}),
            ("amend.goods", {"line_id": goods}, ("amend_id", "amend"), {"amount_before": {}}),
            ("amend.plan", {"settlement_id": line}, ("amend_id", "amend"), {}),
            ("plan.builder", {"contract_id": self.secret}, None, {}),
            (
                "plan.builder",
                {"contract_id": self.own, "other_id": self.secret},
                None,
                {"line_ids": {"fields": {"name": {}, "amount": {}}}},
            ),
            ("paste", {"contract_id": self.secret}, None, {}),
            ("link", {"contract_id": self.secret}, None, {}),
            ("link.cash", {"settlement_id": line}, ("link_id", "link"), {}),
            ("nudge.line", {"contract_id": self.secret}, ("nudge_id", "nudge"), {}),
            (
                "payment.line",
                {"settlement_id": line},
                ("payment_id", "payment"),
                {"amount_open": {}, "date_due": {}, "amount_after": {}},
            ),
        ):
            Dialog = self.as_thief(self.secret).env[f"commercial.contract.{name}"]
            values = {key: record.id for key, record in linked.items()}
            if parent:
                field, model = parent
                values[field] = (
                    Dialog.env[f"commercial.contract.{model}"].create(dialogs[model]()).id
                )
            if name == "nudge.line":
                values |= {"user_id": self.thief.id, "summary": "x"}
            if name == "amend.plan":
                values["name"] = "x"
            with self.subTest(dialog=name, links=list(linked)):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    Dialog.create(values)
                self.env.invalidate_all()
                told = ""
                try:
                    spec = {k: v for k, v in {**shown, **more}.items() if k in Dialog._fields}
                    told = str(Dialog.onchange(values, list(linked), spec))
                except AccessError:
                    continue
                for secret in (SECRET, "Pump", str(self.secret.amount_total), str(line.amount)):
                    self.assertNotIn(secret, told)
