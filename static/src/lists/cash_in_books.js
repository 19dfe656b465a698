import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { contractList } from "./contract_list";
import { OneDirectionRenderer } from "./one_direction";

/** What came into the books beside what the list shows as settled: as much, or by what they differ. */
export class CashInBooks extends Component {
    static template = "commercial_contract.CashInBooks";
    static props = { domain: Array, rows: Object };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ found: [] });
        onWillStart(() => {
            this.load(this.props.domain); // not waited for: the list stands before its check does
        });
        onWillUpdateProps((next) => {
            if (next.rows !== this.props.rows) {
                this.load(next.domain);
            }
        });
    }

    async load(domain) {
        const asked = this.orm.silent.call("commercial.contract.allocation", "get_cash_in_books", [domain]);
        this.state.found = await this.keepLast.add(asked);
    }

    get lines() {
        return this.state.found.map((row) => {
            const money = (amount) => formatCurrency(amount, row.currency_id);
            const signed = (amount) => `${amount > 0 ? "+" : "−"}${money(Math.abs(amount))}`;
            const parts = [
                [row.unallocated, (figure) => _t("%s above the plan (unallocated)", figure)],
                [row.elsewhere, (figure) => _t("%s on records that this list leaves out", figure)],
                [-row.opening, (figure) => _t("%s settled before Odoo", figure)],
                [-row.writeoff, (figure) => _t("%s closed without money", figure)],
            ];
            const differences = parts.filter(([amount]) => amount);
            return {
                id: row.currency_id,
                books: money(row.books),
                netting: row.netting ? _t("%s of it netting", money(row.netting)) : "",
                settled: money(row.settled),
                differences: differences.map(([amount, tell]) => tell(signed(amount))),
            };
        });
    }
}

export class CashListRenderer extends OneDirectionRenderer {
    static template = "commercial_contract.CashListRenderer";
    static components = { ...OneDirectionRenderer.components, CashInBooks };

    /** Made anew with each answer of the server. */
    get rows() {
        const { list } = this.props;
        return list.isGrouped ? list.groups : list.records;
    }
}

registry.category("views").add("contract_cash_list", { ...contractList, Renderer: CashListRenderer });
