import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Where a company stands: a strip for each direction and currency of its contracts. */
export class PartnerContractFigures extends Component {
    static template = "commercial_contract.PartnerContractFigures";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get rows() {
        const rows = this.props.record.data.commercial_contract_figures || [];
        return rows.map((row) => ({
            ...row,
            key: `${row.direction}-${row.currency_id}`,
            title: row.direction === "purchase" ? _t("Money Out") : _t("Money In"),
            cells: this.cells(row),
        }));
    }

    cells(row) {
        const money = (amount) => (amount ? formatCurrency(amount, row.currency_id) : "–");
        const share = row.signed ? Math.round((100 * row.settled) / row.signed) : 0;
        return [
            {
                name: "count",
                label: _t("Contracts"),
                value: row.count,
                note: _t("%s in force", row.running),
            },
            { name: "signed", label: _t("Contract Amount"), value: money(row.signed), note: "" },
            {
                name: "settled",
                label: _t("Settled"),
                value: money(row.settled),
                note: [share ? `${share}%` : "", this.pays(row)].filter(Boolean).join(" · "),
            },
            {
                name: "overdue",
                label: _t("Overdue"),
                value: money(row.overdue),
                note: row.overdue_count ? _t("lines: %s", row.overdue_count) : "",
                danger: Boolean(row.overdue),
            },
        ];
    }

    /** How punctual the money is, on average; early money is in time. */
    pays({ late_days: days }) {
        if (days === null || days === undefined) {
            return "";
        }
        return days ? _t("on average %s days late", days) : _t("in time");
    }

    async open(row, cell) {
        const record = this.props.record;
        const action = await this.orm.call(
            "res.partner",
            "action_view_contract_figure",
            [[record.resId]],
            { name: cell.name, direction: row.direction, currency_id: row.currency_id },
        );
        await this.action.doAction(action);
    }
}

export const partnerContractFigures = {
    component: PartnerContractFigures,
    fieldDependencies: [{ name: "commercial_contract_figures", type: "json" }],
};

registry.category("view_widgets").add("partner_contract_figures", partnerContractFigures);
