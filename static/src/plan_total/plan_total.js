import { Component } from "@odoo/owl";
import { formatCurrency, getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { floatIsZero } from "@web/core/utils/numbers";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Says in words whether the plan adds up to the contract amount. */
export class PlanTotal extends Component {
    static template = "commercial_contract.PlanTotal";
    static props = { ...standardWidgetProps };

    get total() {
        const { amount_planned, amount_total, amount_unplanned, currency_id } = this.props.record.data;
        const money = (amount) => formatCurrency(amount, currency_id.id);
        const digits = getCurrency(currency_id.id)?.digits[1] ?? 2;
        const planned = _t("Planned %(planned)s of %(total)s", {
            planned: money(amount_planned),
            total: money(amount_total),
        });
        if (floatIsZero(amount_unplanned, digits)) {
            return { planned, rest: _t("complete"), icon: "fa-check", color: "text-success" };
        }
        const missing = amount_unplanned > 0;
        const amount = money(Math.abs(amount_unplanned));
        return {
            planned,
            rest: missing ? _t("missing %s", amount) : _t("%s above the contract amount", amount),
            icon: "fa-exclamation-triangle",
            color: missing ? "text-warning" : "text-danger",
        };
    }
}

export const planTotal = {
    component: PlanTotal,
    fieldDependencies: [
        { name: "amount_planned", type: "monetary" },
        { name: "amount_total", type: "monetary" },
        { name: "amount_unplanned", type: "monetary" },
        { name: "currency_id", type: "many2one" },
    ],
};

registry.category("view_widgets").add("contract_plan_total", planTotal);
