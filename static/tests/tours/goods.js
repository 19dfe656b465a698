import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_goods_groups", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_goods']", run: "click" },
        { content: "the money of the group is added up", trigger: ".o_group_header:contains(300.00)" },
        {
            content: "two pieces and three hours are not five of anything",
            trigger: ".o_group_header:contains(300.00):not(:contains(5.00))",
        },
        { content: "each line tells its own", trigger: ".o_data_row td[name=quantity]:contains(3.00)" },
    ],
});
