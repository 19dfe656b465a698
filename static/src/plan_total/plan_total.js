import { Component, useExternalListener, useState } from "@odoo/owl";
import { formatCurrency, getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { floatIsZero, roundDecimals } from "@web/core/utils/numbers";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const CELL = ".o_field_widget[name=settlement_ids] .o_selected_row td";

/** Says in words whether the plan adds up to the contract amount, with each key that is typed. */
export class PlanTotal extends Component {
    static template = "commercial_contract.PlanTotal";
    static props = { ...standardWidgetProps };

    setup() {
        this.typed = useState({ name: "", value: 0 });
        useExternalListener(window, "input", (ev) => this.onInput(ev));
        useExternalListener(window, "change", () => this.forget(), { capture: true });
        useExternalListener(window, "focusout", () => this.forget());
    }

    /** Keep what is being typed into an amount or percent, until the row itself has it. */
    onInput(ev) {
        const name = ev.target.closest?.(CELL)?.getAttribute("name");
        if (name !== "amount" && name !== "percent") {
            return;
        }
        try {
            const value = ev.target.value ? parseFloat(ev.target.value.replace("%", "")) : 0;
            Object.assign(this.typed, { name, value });
        } catch {
            this.forget(); // half a number
        }
    }

    forget() {
        this.typed.name = "";
    }

    get digits() {
        return getCurrency(this.props.record.data.currency_id.id)?.digits[1] ?? 2;
    }

    /** What the rows on the screen add up to; the server's sum where not all of them are loaded. */
    get planned() {
        const { amount_planned, amount_total, settlement_ids: plan } = this.props.record.data;
        if (!plan || plan.count !== plan.records.length) {
            return amount_planned;
        }
        const { name, value } = this.typed;
        const edited = name && plan.records.find((line) => line.isInEdition);
        const amountOf = (line) => {
            if (line !== edited) {
                return line.data.state === "cancelled" ? 0 : line.data.amount;
            }
            return name === "amount" ? value : roundDecimals((amount_total * value) / 100, this.digits);
        };
        return plan.records.reduce((sum, line) => sum + amountOf(line), 0);
    }

    get total() {
        const { amount_total, currency_id } = this.props.record.data;
        const money = (amount) => formatCurrency(amount, currency_id.id);
        const sum = roundDecimals(this.planned, this.digits);
        const left = roundDecimals(amount_total - sum, this.digits);
        const planned = _t("Planned %(planned)s of %(total)s", {
            planned: money(sum),
            total: money(amount_total),
        });
        if (floatIsZero(left, this.digits)) {
            return { planned, rest: _t("complete"), icon: "fa-check", color: "text-success" };
        }
        const missing = left > 0;
        const amount = money(Math.abs(left));
        const percent = `${formatFloat((100 * left) / amount_total, { digits: [16, 2] })}%`;
        return {
            planned,
            rest: missing
                ? _t("missing %(amount)s (%(percent)s)", { amount, percent })
                : _t("%s above the contract amount", amount),
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
