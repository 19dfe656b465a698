import { registry } from "@web/core/registry";

const TITLE = ".o_list_view .o_data_row:only-of-type";

function search(typed, contract) {
    return [
        { content: `type ${typed}`, trigger: ".o_searchview_input", run: `edit ${typed}` },
        {
            content: "the first proposal is the box that finds by everything",
            trigger: ".o_searchview_autocomplete .dropdown-item:first-child, .o_searchview_autocomplete .o-dropdown-item:first-child",
            run: "click",
        },
        { content: `find ${contract}`, trigger: `${TITLE}:contains(${contract})` },
        { content: "clear", trigger: ".o_searchview .o_facet_remove", run: "click" },
        { trigger: ".o_searchview:not(:has(.o_facet_remove))" },
    ];
}

registry.category("web_tour.tours").add("contract_search", {
    steps: () => [
        { trigger: ".o_searchview .o_facet_remove", run: "click" },
        { trigger: ".o_searchview:not(:has(.o_facet_remove))" },
        ...search("钢铁", "设备采购安装合同"),
        ...search("Suply agrement", "Supply agreement"),
        ...search("QR77", "Supply agreement"),
        { content: "what nobody has", trigger: ".o_searchview_input", run: "edit qqzzxx7341" },
        {
            trigger: ".o_searchview_autocomplete .dropdown-item:first-child, .o_searchview_autocomplete .o-dropdown-item:first-child",
            run: "click",
        },
        {
            content: "an empty search says so and is cleared",
            trigger: ".o_view_nocontent:contains(Nothing is found) button[name=clear_search]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Supply agreement)" },
    ],
});
