import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";

/**
 * Odoo's own export tells nobody that it runs: a second click starts it again. While it exports something of
 * ours, the page waits as it waits for a paper.
 */
const exportWait = {
    dependencies: ["ui"],
    start(_env, { ui }) {
        patch(download, {
            async _download(options) {
                const asked = options.url?.startsWith("/web/export/") && JSON.parse(options.data.data);
                if (!asked?.model?.startsWith("commercial.contract")) {
                    return super._download(options);
                }
                ui.block({ delay: 250 });
                try {
                    return await super._download(options);
                } finally {
                    ui.unblock();
                }
            },
        });
    },
};

registry.category("services").add("commercial_contract.export_wait", exportWait);
