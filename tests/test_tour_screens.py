from lxml import etree

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ContractCase
from .measuring import BEGIN

READY = "odoo.isReady === true && !!document.querySelector('.o_view_controller')"
END = """
    if (wrong.length) console.error(wrong.join("\\n"));
    else console.log("test successful");
})().catch((error) => console.error(error.message));
"""

# Opens lists that are grouped and looks where their groups stand.
STACKED = (
    BEGIN
    + """    for (const name of %s) {
        await action.doAction("commercial_contract." + name, {clearBreadcrumbs: true});
        const groups = await wait(() => {
            const found = [...document.querySelectorAll(".o_kanban_view .o_kanban_group")];
            return found.length > 1 && found.every((one) => one.querySelector(".o_kanban_record")) && found;
        });
        const boxes = groups.map((one) => one.getBoundingClientRect());
        boxes.forEach((box, place) => {
            if (box.left < 0 || box.right > window.innerWidth) {
                wrong.push(`${name}: group ${place} goes from ${box.left} to ${box.right}`);
            }
            if (place && box.top < boxes[place - 1].bottom - 1) {
                wrong.push(`${name}: group ${place} begins at ${box.top}, beside the one before`);
            }
        });
        const last = groups.at(-1).querySelector(".o_kanban_record");
        last.scrollIntoView();
        if (last.getBoundingClientRect().top > window.innerHeight) {
            wrong.push(`${name}: the last card cannot be reached`);
        }
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
    }"""
    + END
)

# Opens lists and looks whether the heads of their columns can be read, and whether all columns are there to see.
HEADS = (
    BEGIN
    + """    for (const name of %s) {
        await action.doAction("commercial_contract." + name, {clearBreadcrumbs: true, viewType: "list"});
        const heads = await wait(() => {
            const found = [...document.querySelectorAll(".o_list_view thead th[data-name] .text-truncate")];
            return found.length && found;
        });
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
        for (const head of heads) {
            const words = document.createRange();
            words.selectNodeContents(head);
            if (words.getBoundingClientRect().width > head.getBoundingClientRect().width + 0.1) {
                wrong.push(`${name}: ${head.innerText} is cut off`);
            }
        }
        const { scrollWidth, offsetWidth } = document.querySelector(".o_list_renderer");
        if (scrollWidth > offsetWidth) wrong.push(`${name} is ${scrollWidth - offsetWidth} px too wide`);
    }"""
    + END
)

# Opens the sales funnel and looks whether the names of its people stand on one line.
PEOPLE = (
    BEGIN
    + """    await action.doAction("commercial_contract.contract_funnel_action", {clearBreadcrumbs: true});
    const names = await wait(() => {
        const found = [...document.querySelectorAll(".o_contract_funnel_people th[scope=row]")];
        return found.length && found;
    });
    for (const name of names) {
        const { height } = name.getBoundingClientRect();
        if (height > 45) wrong.push(`${name.innerText} takes ${height} px in height`);
    }"""
    + END
)

# Opens the list of contracts and looks how much room one long name leaves to the others.
NAMES = (
    BEGIN
    + """    await action.doAction("commercial_contract.commercial_contract_action_sale", {clearBreadcrumbs: true});
    await wait(() => document.querySelector(".o_data_row"));
    const head = document.querySelector("th[data-name=title]");
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
    const width = head.getBoundingClientRect().width;
    if (width < 100) wrong.push(`the title has ${width} px`);"""
    + END
)

# Opens the list of contracts on a wide screen and looks whether the name of the customer has a share of the room.
WIDE_NAMES = NAMES.replace("th[data-name=title]", "th[data-name=partner_id]").replace(
    "width < 100", "width < 250"
)

# Looks how high a row with a long name is, and where the whole of the name can be read.
LOW_ROWS = NAMES.replace(
    "const head =",
    """const cell = document.querySelector("td[name=partner_id]");
    const { height } = cell.getBoundingClientRect();
    if (height > 65) wrong.push(`the row is ${height} px high`);
    if (!cell.dataset.tooltip.endsWith("Equipment")) wrong.push(`the whole name is not told over the cell`);
    const head =""",
)

# Opens a new contract and leaves the page with nothing typed.
LEFT = (
    BEGIN
    + """    await action.doAction(
        "commercial_contract.commercial_contract_action_sale", {clearBreadcrumbs: true, viewType: "form"});
    await wait(() => document.querySelector(".o_form_view .o_contract_figures"));
    window.dispatchEvent(new Event("beforeunload", {cancelable: true}));
    await new Promise((done) => setTimeout(done, 300));"""
    + END
)

# Opens a contract and looks how its plan tells a date of another year.
DATES = (
    BEGIN
    + """    await action.doAction(
        {type: "ir.actions.act_window", res_model: "commercial.contract", res_id: %s,
         views: [[false, "form"]]}, {clearBreadcrumbs: true});
    const cells = await wait(() => {
        const found = [...document.querySelectorAll("[name=settlement_ids] td[name=date_due]")];
        return found.length === 2 && found;
    });
    const [near, far] = cells.map((cell) => cell.innerText.trim());
    if (near !== "Today") wrong.push(`a near date reads ${near}`);
    if (far !== "12/28/2099") wrong.push(`a far date reads ${far}`);
    if (cells[1].querySelector("span").getClientRects().length !== 1) {
        wrong.push("a far date takes two lines");
    }"""
    + END
)


@tagged("post_install", "-at_install", "tour")
class TestTourPhoneGroups(ContractCase, HttpCase):
    """On a phone the groups of a list stand below each other, and nothing has to be pushed aside."""

    browser_size = "390x844"
    touch_enabled = True

    def test_groups_stand_below_each_other(self):
        today = fields.Date.context_today(self.company)
        for amount in (300, 500, 700, 900):
            self.advance(self.contract(plan=[("A", amount, today)]), amount / 2, date=today)
        self.contract(plan=[("A", 90, today)], direction="purchase")
        shown = [
            "commercial_contract_allocation_action_month",
            "commercial_contract_settlement_action",
            "commercial_contract_line_action",
        ]
        self.browser_js("/odoo/contracts", STACKED % shown, READY, login="accountant")


@tagged("post_install", "-at_install", "tour")
class TestTourPhoneFunnel(ContractCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_name_stands_on_one_line_beside_the_figures(self):
        self.seller.name = "欧阳 慕容 司马 上官"
        today = fields.Date.context_today(self.company)
        self.contract(plan=[("A", 9000000, today)], date_signed=today)
        self.browser_js("/odoo/contracts", PEOPLE, READY, login="leader")


@tagged("post_install", "-at_install", "tour")
class TestTourBankLines(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_what_came_and_what_went_share_no_sum(self):
        """400 and 300 came, 150 went: 700, never 550 or 850."""
        self.bank_line(400)
        self.bank_line(300)
        self.bank_line(-150)
        self.start_tour("/odoo/contract-bank-lines", "contract_bank_lines", login="accountant")


@tagged("post_install", "-at_install", "tour")
class TestTourHeads(ContractCase, HttpCase):
    """English needs more room than Chinese: Customer or Vendor, Promised Amount, Kind of Amendment."""

    def test_heads_are_read_whole(self):
        k = self.contract(plan=[("A", 300, "2026-01-31"), ("B", 700, "2099-12-28")])
        self.lines(k)[1]._promise("2099-01-01")
        k.amend({"date_end": "2027-12-31"}, "Longer", "2026-02-01")
        data = self.env["ir.model.data"].search(
            [("module", "=", "commercial_contract"), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id")).exists()
        shown = [
            action.xml_id.split(".")[1]
            for action in actions
            if "list" in action.view_mode.split(",")
            and self.env[action.res_model]._original_module == "commercial_contract"
            and "active_id" not in f"{action.domain} {action.context}"
            and self.env[action.res_model].with_user(self.leader).has_access("read")
        ]
        self.assertGreater(len(shown), 15)
        for width in (1280, 1440):
            with self.subTest(width=width):
                self.browser_size = f"{width}x900"
                self.browser_js("/odoo/contracts", HEADS % shown, READY, login="leader")

    def test_one_long_name_leaves_room_to_others(self):
        self.customer.name = (
            "沈阳东北大型装备制造与冶金自动化工程技术研究院股份有限公司 Heavy Equipment" * 2
        )
        self.contract(title="江南纸业三号纸机传动改造合同")
        self.browser_size = "1280x900"
        self.browser_js("/odoo/contracts", LOW_ROWS, READY, login="leader")
        self.browser_size = "1920x900"
        self.browser_js("/odoo/contracts", WIDE_NAMES, READY, login="leader")

    def test_sums_of_millions_fit_the_lists_of_money(self):
        """A foot of two currencies has a mark behind its sum: 125 px cut off ¥ 3,362,808.80."""
        view = self.env.ref("commercial_contract.commercial_contract_view_list_money")
        arch = etree.fromstring(self.env["commercial.contract"].get_view(view.id, "list")["arch"])
        for name in ("amount_total", "amount_invoiced", "amount_settled"):
            width = arch.xpath(f"//field[@name='{name}']/@width")[0]
            self.assertGreaterEqual(int(width.removesuffix("px")), 135, name)

    def test_millions_fit_the_dialogs(self):
        """A list that gets its lines while it is shown has its widths from the arch: ¥ 7,640,437.20 was cut off."""
        for model in ("commercial.contract.view.as", "commercial.contract.payment"):
            arch = etree.fromstring(self.env[model].get_view()["arch"])
            fields_ = arch.xpath(
                "//list/field[starts-with(@name, 'amount')][not(@column_invisible)]"
            )
            self.assertGreaterEqual(len(fields_), 3)
            for field in fields_:
                width = int(field.get("width", "0px").removesuffix("px"))
                self.assertGreaterEqual(width, 125, f"{model} {field.get('name')}")


@tagged("post_install", "-at_install", "tour")
class TestTourLeft(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_a_new_contract_that_is_left_takes_no_number(self):
        before = self.env["commercial.contract"].search_count([])
        self.browser_js("/odoo/contracts", LEFT, READY, login="accountant")
        self.assertEqual(self.env["commercial.contract"].search_count([]), before)


@tagged("post_install", "-at_install", "tour")
class TestTourDates(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_a_date_of_another_year_takes_one_line(self):
        """The Chinese words of it (2099年12月28日) are wider than the column of the plan."""
        today = fields.Date.context_today(self.company)
        k = self.contract(plan=[("A", 300, today), ("B", 700, "2099-12-28")])
        self.browser_js("/odoo/contracts", DATES % k.id, READY, login="accountant")

    def test_the_payment_dialog_names_the_other_side(self):
        """Who pays us is the payer; whom we pay is the payee."""
        arch = etree.fromstring(self.env["commercial.contract.payment"].get_view()["arch"])
        nodes = arch.xpath("./sheet/group//field[@name='payer_id']")
        for direction, label in (("sale", "Payer"), ("purchase", "Payee")):
            shown = [
                node.get("string") or "Payer"
                for node in nodes
                if not safe_eval(node.get("invisible"), {"direction": direction})
            ]
            self.assertEqual(shown, [label])


@tagged("post_install", "-at_install", "tour")
class TestTourGoods(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_a_group_adds_up_no_unlike_units(self):
        """Two pieces of 75 and three hours of 50: 300 of money, but not five of anything."""
        piece, hour = (
            self.env["product.product"].create(
                {"name": name, "uom_id": self.env.ref(f"uom.product_uom_{unit}").id}
            )
            for name, unit in (("Pump", "unit"), ("Fitting", "hour"))
        )
        self.contract(plan=[("A", 300, "2099-01-01")], goods=[(piece, 2, 75), (hour, 3, 50)])
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_goods_groups", login="leader")
