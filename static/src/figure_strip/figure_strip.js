import { Component, onWillStart } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const ACTION = "commercial_contract.commercial_contract";
const PLAN = `${ACTION}_settlement_action_contract`;

/** The figures of a contract; each opens the records that it is the sum of. */
export class ContractFigures extends Component {
    static template = "commercial_contract.ContractFigures";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        onWillStart(async () => {
            [this.seesGoods, this.seesPayments] = await Promise.all(
                ["goods", "payments"].map((part) => user.hasGroup(`commercial_contract.group_contract_${part}`))
            );
        });
    }

    get cells() {
        const data = this.props.record.data;
        const overdue = data.amount_overdue;
        return [
            {
                ...this.cell(
                    "amount_total",
                    _t("Contract Amount"),
                    this.seesGoods ? `${ACTION}_line_action_contract` : PLAN
                ),
                share: this.planned,
            },
            this.cell("amount_invoiced", _t("Invoiced"), PLAN),
            this.cell(
                "amount_settled",
                _t("Settled"),
                this.seesPayments ? `${ACTION}_allocation_action_contract` : PLAN
            ),
            {
                ...this.cell("amount_overdue", _t("Overdue"), `${ACTION}_settlement_action_contract_overdue`),
                share: "",
                muted: !overdue,
                danger: Boolean(overdue),
            },
        ];
    }

    /** How much of the amount is planned, where that is not all of it. */
    get planned() {
        const { amount_total, amount_planned, amount_unplanned } = this.props.record.data;
        return amount_total && amount_unplanned
            ? _t("planned %s", `${Math.round((amount_planned / amount_total) * 100)}%`)
            : "";
    }

    get progress() {
        return Math.min(Math.max(Math.round(this.props.record.data.progress || 0), 0), 100);
    }

    cell(name, label, action) {
        const data = this.props.record.data;
        const amount = data[name];
        const share = name !== "amount_total" && data.amount_total ? amount / data.amount_total : 0;
        return {
            name,
            label,
            action,
            value: amount ? formatCurrency(amount, data.currency_id.id) : "–",
            share: share ? `${Math.round(share * 100)}%` : "",
            muted: !amount,
            danger: false,
        };
    }

    get isNew() {
        return !this.props.record.resId;
    }

    async openNext() {
        const record = this.props.record;
        if (await record.save()) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "commercial.contract.settlement",
                res_id: record.data.next_settlement_id.id,
                views: [[false, "form"]],
            });
        }
    }

    async open(cell) {
        const record = this.props.record;
        if (!(await record.save())) {
            return;
        }
        if (cell.name === "amount_invoiced" && record.data.invoice_count) {
            const action = await this.orm.call(record.resModel, "action_view_invoices", [[record.resId]]);
            return this.action.doAction(action);
        }
        return this.action.doAction(cell.action, {
            additionalContext: {
                active_id: record.resId,
                active_ids: [record.resId],
                active_model: record.resModel,
            },
        });
    }
}

export const contractFigures = {
    component: ContractFigures,
    fieldDependencies: [
        { name: "amount_total", type: "monetary" },
        { name: "amount_invoiced", type: "monetary" },
        { name: "amount_settled", type: "monetary" },
        { name: "amount_overdue", type: "monetary" },
        { name: "amount_planned", type: "monetary" },
        { name: "amount_unplanned", type: "monetary" },
        { name: "next_settlement_id", type: "many2one" },
        { name: "next_text", type: "char" },
        { name: "progress", type: "float" },
        { name: "currency_id", type: "many2one" },
    ],
};

registry.category("view_widgets").add("contract_figures", contractFigures);
