from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .measuring import BEGIN

# Opens each contract, walks through its pages and measures every list; answers by the console.
MEASURE = (
    BEGIN
    + """    for (const [id, name] of %s) {
        await action.doAction(
            {type: "ir.actions.act_window", res_model: "commercial.contract", res_id: id,
             views: [[false, "form"]]}, {clearBreadcrumbs: true});
        await wait(() => document.querySelector(".o_form_view .oe_title")?.innerText.includes(name));
        const tabs = [...document.querySelectorAll(".o_notebook_headers a.nav-link")];
        for (const tab of tabs) {
            tab.click();
            await wait(() => tab.classList.contains("active"));
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
            for (const list of document.querySelectorAll(".o_form_view .o_list_renderer")) {
                if (list.scrollWidth > list.clientWidth) {
                    wrong.push(`${name}, ${tab.name || tab.innerText}: ${list.scrollWidth} > ${list.clientWidth}`);
                }
                const cells = ".o_data_row td:is(.o_list_number, [name=date_due], [name=due_status])";
                for (const cell of list.querySelectorAll(cells)) {
                    if (cell.scrollWidth > cell.clientWidth) {
                        wrong.push(`${name}, ${tab.name || tab.innerText}: ${cell.innerText} is cut off`);
                    }
                }
            }
        }
        const body = document.querySelector(".o_form_view .o_content");
        if (body.scrollWidth > body.clientWidth) {
            wrong.push(`${name}, the page: ${body.scrollWidth} > ${body.clientWidth}`);
        }
    }
    if (wrong.length) console.error(wrong.join("\\n"));
    else console.log("test successful");
})().catch((error) => console.error(error.message));
"""
)


@tagged("post_install", "-at_install", "tour")
class TestTourForm(ContractCase, HttpCase):
    """The form of a contract by the keyboard, its dialogs, and the strip on its customer."""

    browser_size = "1440x900"

    def test_a_plan_by_the_keyboard(self):
        k = self.contract(1000, [("A", 100, None)], signed=False)
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_keyboard", login="seller")
        self.assertEqual(k.settlement_ids.mapped("amount"), [300.0, 700.0])

    def test_a_plan_line_without_the_mouse(self):
        k = self.contract(1000, [("A", 100, None)], signed=False)
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_plan_line_by_keyboard", login="seller")
        self.assertEqual(
            k.settlement_ids.mapped(lambda line: (line.name, line.amount)),
            [("A", 100.0), ("Rest", 900.0)],
        )

    def test_paste_goods(self):
        k = self.contract(1000, (), signed=False)
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_paste", login="seller")
        self.assertEqual(
            [(line.name, line.quantity, line.price_unit) for line in k.line_ids[1:]],
            [("Pipes", 10.0, 5.0), ("Valves", 2.0, 1150.0)],
        )

    def test_the_strip_of_a_customer(self):
        self.contract(plan=[("A", 300, "2026-01-31"), ("B", 700, "2099-01-31")])
        self.start_tour(
            f"/odoo/contacts/{self.customer.id}", "partner_contract_figures", login="accountant"
        )


@tagged("post_install", "-at_install", "tour")
class TestTourWidths(ContractCase, HttpCase):
    """No list of the form is wider than the form, on the screens that people have."""

    def measure(self, *widths):
        k = self.contract(
            11_300_000,
            [
                ("Advance", 3_390_000, "2026-01-31"),
                ("After delivery and acceptance on the site", 6_780_000, "2026-02-28"),
                ("Rest", 1_130_000, "2099-03-31"),
            ],
            name="WIDTH-RUNNING",
        )
        self.pay(self.invoice(self.lines(k)[0]), 390_000)
        self.env["commercial.contract.progress"].create(
            {"contract_id": k.id, "name": "half of it", "percent": 50}
        )
        draft = self.contract(signed=False, name="WIDTH-DRAFT", title="A long name " * 12)
        draft.settlement_ids[0].write({"trigger": "delivery", "date_due": False})
        out = self.contract(
            plan=[("A", 990_000, "2026-01-31")], direction="purchase", name="WIDTH-OUT"
        )
        paused = self.contract(name="WIDTH-PAUSED")
        paused.action_suspend("waits for the building site")
        frame = self.env["commercial.contract"].create(
            {
                "name": "WIDTH-FRAME",
                "is_framework": True,
                "partner_id": self.customer.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "amount_ceiling": 100,
            }
        )
        self.contract(name="WIDTH-LOCAL", parent_id=frame.id)
        shown = [[c.id, c.name] for c in (k, draft, out, paused, frame)]
        for width in widths:
            with self.subTest(width=width):
                self.browser_size = f"{width}x900"
                self.browser_js(
                    "/odoo/contracts",
                    MEASURE % shown,
                    "odoo.isReady === true && !!document.querySelector('.o_view_controller')",
                    login="accountant",
                )

    def test_nothing_is_cut_off_on_a_desktop(self):
        self.measure(1280, 1366, 1440, 1536, 1920)

    def test_nothing_is_cut_off_on_a_phone(self):
        self.measure(390)
