import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { isCut } from "./whole";
import { OneDirectionRenderer } from "./one_direction";

const SIGNS = { ">": 1, "<": -1 };

/** Whether a domain lets money in alone pass, or money out alone: on bank lines the sign of the amount tells them apart. */
function isOneSign(domain) {
    const asked = domain.filter(
        (leaf) => Array.isArray(leaf) && leaf[0] === "amount" && leaf[1] in SIGNS && leaf[2] === 0
    );
    return new Set(asked.map((leaf) => leaf[1])).size === 1 && !domain.includes("|") && !domain.includes("!");
}

/** Bank lines: what came and what went have a sum each, never one together. */
export class BankLinesRenderer extends OneDirectionRenderer {
    get hasOneDirection() {
        const { list } = this.props;
        if (isOneSign(list.domain)) {
            return true;
        }
        if (isCut(list) || (list.isGrouped && !list.selection.length)) {
            return false;
        }
        const records = list.selection.length ? list.selection : list.records;
        return new Set(records.map((record) => record.data.amount > 0)).size < 2;
    }

    isSummed(group) {
        return isOneSign(group.list.domain);
    }
}

registry.category("views").add("contract_bank_list", { ...listView, Renderer: BankLinesRenderer });
