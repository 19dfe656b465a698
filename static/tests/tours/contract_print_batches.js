import { registry } from "@web/core/registry";
import { watchBatches } from "./watch_batches";

const progress = watchBatches();

registry.category("web_tour.tours").add("contract_print_batches", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:nth-child(5)" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-print)", run: "click" },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains(/^Contract$/)",
            run(helpers) {
                progress.start();
                return helpers.click();
            },
        },
        {
            content: "what came of it",
            trigger: "body:not(:has(.modal)) .o_notification:contains(5 records printed.)",
            run() {
                progress.check("0 of 5", "2 of 5", "4 of 5");
            },
        },
        { content: "the file comes, and the list stays", trigger: ".o_list_view .o_data_row:nth-child(5)" },
    ],
});

registry.category("web_tour.tours").add("contract_export_waits", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:nth-child(5)" },
        { trigger: ".o_control_panel .o_cp_action_menus button", run: "click" },
        {
            trigger: ".o-dropdown--menu .o_export_all_menu",
            async run(helpers) {
                // a tour stands still while the page waits, so what it saw is noted on the page
                new MutationObserver(() => {
                    if (document.querySelector(".o_blockUI")) {
                        document.body.dataset.waited = "1";
                    }
                }).observe(document.body, { childList: true, subtree: true });
                // an answer that takes its time
                const { open, send } = XMLHttpRequest.prototype;
                XMLHttpRequest.prototype.open = function (method, url, ...more) {
                    this.isExport = url.startsWith("/web/export/xlsx");
                    return open.call(this, method, url, ...more);
                };
                XMLHttpRequest.prototype.send = function (...args) {
                    setTimeout(() => send.apply(this, args), this.isExport ? 1500 : 0);
                };
                await helpers.click();
            },
        },
        { content: "the page waited", trigger: "body[data-waited]" },
        { content: "and is there again", trigger: "body:not(:has(.o_blockUI)) .o_list_view .o_data_row" },
    ],
});
