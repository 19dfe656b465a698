from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .invariants import assert_ledger
from .measuring import BEGIN

# Opens each list with its search panel and measures it; answers by the console.
MEASURE = (
    BEGIN
    + """    for (const name of %s) {
        await action.doAction("commercial_contract.commercial_contract_settlement_action" + name,
            {clearBreadcrumbs: true, viewType: "list"});
        await wait(() => document.querySelector(".o_list_renderer .o_data_row"));
        await wait(() => document.querySelector(".o_search_panel"));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
        const list = document.querySelector(".o_list_renderer");
        if (list.scrollWidth > list.clientWidth) {
            wrong.push(`${name}: the list is ${list.scrollWidth} wide, its place ${list.clientWidth}`);
        }
        const buttons = [...list.querySelectorAll(".o_data_row button")];
        if (!buttons.length) wrong.push(`${name}: no button in a row`);
        for (const button of buttons) {
            const box = button.getBoundingClientRect();
            if (box.right > window.innerWidth || !box.width) {
                wrong.push(`${name}: ${button.name} ends at ${box.right}`);
            }
        }
        const cells = ".o_data_row td:is([name=partner_id], [name=due_status], .o_list_number)";
        for (const cell of list.querySelectorAll(cells)) {
            if (cell.scrollWidth > cell.clientWidth) {
                wrong.push(`${name}: ${cell.innerText} is cut off`);
            }
        }
    }
    if (wrong.length) console.error(wrong.join("\\n"));
    else console.log("test successful");
})().catch((error) => console.error(error.message));
"""
)


class MoneyTours(ContractCase, HttpCase):
    """Contracts of one customer that are due, and who opens them."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.company)
        self.late = fields.Date.subtract(self.today, days=20)
        self.customer.name = "Task Payer"

    def nudges(self, contract):
        kind = self.env.ref("commercial_contract.mail_activity_type_nudge")
        return contract.activity_ids.filtered(lambda one: one.activity_type_id == kind)


@tagged("post_install", "-at_install", "tour")
class TestTourTasksMoney(MoneyTours):
    """What users do with money that is due, each within its budget of clicks."""

    browser_size = "1440x900"

    def test_one_payment_for_two_contracts(self):
        """50,000 on 30,000 that is late and 78,000 that is due today: 20,000 of these."""
        first = self.contract(plan=[("A", 30_000, self.late)])
        second = self.contract(plan=[("A", 78_000, self.today)])
        self.contract(plan=[("A", 9_000, self.late)], partner_id=self.other_customer.id)
        self.start_tour("/odoo/discuss", "contract_task_two_contracts", login="accountant")
        self.assertFigures(first, "A 0/30000/0")
        self.assertFigures(second, "A 0/20000/0")
        assert_ledger(self, first | second)

    def test_nudge(self):
        contract = self.contract(plan=[("A", 300, self.late)])
        self.start_tour("/odoo/discuss", "contract_task_nudge", login="leader")
        self.assertEqual(self.nudges(contract).user_id, self.seller)

    def test_where_a_customer_stands(self):
        contract = self.contract(
            plan=[("A", 400, "2026-01-10"), ("B", 300, self.late), ("C", 300, "2099-01-31")]
        )
        self.advance(contract, 400)
        self.start_tour("/odoo/discuss", "contract_task_customer", login="accountant")


@tagged("post_install", "-at_install", "tour")
class TestTourPhoneMoney(MoneyTours):
    """Of the same, what belongs on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_payment(self):
        contract = self.contract(plan=[("A", 300, self.late)])
        self.invoice(self.lines(contract))
        self.start_tour("/odoo/settlement-overdue", "contract_phone_payment", login="accountant")
        self.assertFigures(contract, "A 300/120/0")

    def test_due(self):
        """As on a wide screen: Seller 300 since 20 days, Seller2 150 of 200 today."""
        self.contract(plan=[("A", 300, self.late)])
        other = self.contract(plan=[("B", 200, self.today)], user_id=self.seller2.id)
        self.advance(other, 50)
        self.start_tour("/odoo/contract-overview", "contract_phone_due", login="accountant")

    def test_unallocated(self):
        """320 on a plan of 300: the card says what waits for a line."""
        contract = self.contract(plan=[("A", 300, self.late)])
        self.advance(contract, 320)
        self.start_tour(
            "/odoo/contracts-unallocated", "contract_phone_unallocated", login="accountant"
        )

    def test_where_a_customer_stands(self):
        contract = self.contract(
            plan=[("A", 400, "2026-01-10"), ("B", 300, self.late), ("C", 300, "2099-01-31")]
        )
        self.advance(contract, 400)
        self.start_tour("/odoo/contacts", "contract_phone_customer", login="accountant")

    def test_due_date(self):
        contract = self.contract(plan=[("A", 300, self.late)])
        self.start_tour("/odoo/settlement-overdue", "contract_phone_due_date", login="seller")
        line = self.lines(contract)
        self.assertEqual(str(line.date_due), "2099-03-15")
        self.assertEqual(line.reschedule_reason, "The site was not ready")

    def test_progress(self):
        contract = self.contract(plan=[("A", 300, self.late)])
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_phone_progress", login="seller")
        self.assertEqual((contract.progress, contract.progress_ids.name), (40, "Foundation poured"))

    def test_the_dialog_of_a_line(self):
        contract = self.contract(plan=[("A", 300, self.late)], signed=False)
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_phone_line", login="seller")
        self.assertEqual(self.lines(contract).mapped("name"), ["Advance"])

    def test_nudge(self):
        contract = self.contract(plan=[("A", 300, self.late)], user_id=self.seller2.id)
        self.start_tour("/odoo/settlement-overdue", "contract_phone_nudge", login="leader")
        self.assertEqual(self.nudges(contract).user_id, self.seller2)


@tagged("post_install", "-at_install", "tour")
class TestTourListWidths(MoneyTours):
    """The lists of the month fit beside their search panel: buttons, customers, amounts."""

    def measure(self, width):
        self.customer.name = "本溪钢铁集团有限公司"
        self.contract(plan=[("Progress Payment", 9_678_000, self.late)])
        self.contract(plan=[("A", 1_130_000, self.today)])
        self.browser_size = f"{width}x900"
        self.browser_js(
            "/odoo/settlement-due",
            MEASURE % ["_due", "_soon", "_overdue", "_to_invoice", ""],
            "odoo.isReady === true && !!document.querySelector('.o_view_controller')",
            login="accountant",
        )

    def test_a_laptop(self):
        self.measure(1366)

    def test_a_desktop(self):
        self.measure(1440)
