import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_portal", {
    steps: () => [
        { trigger: ".o_portal_docs a[href='/my/commercial-contracts']:contains(Your Contracts)", run: "click", expectUnloadPage: true },
        { trigger: ".o_portal_my_doc_table tr:contains(Crane) a", run: "click", expectUnloadPage: true },
        { content: "the plan", trigger: "#contract_plan tr:contains(Feb 28, 2026), #contract_plan tr:contains(02/28/2026)" },
        { trigger: "#contract_goods:contains(Goods)" },
        { content: "back by the breadcrumbs", trigger: ".breadcrumb a[href^='/my/commercial-contracts']", run: "click", expectUnloadPage: true },
        { trigger: ".o_portal_my_doc_table" },
    ],
});
