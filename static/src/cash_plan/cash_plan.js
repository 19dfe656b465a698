import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BarChart } from "../dashboard/bar_chart";
import { tellCell, tellMoney } from "../dashboard/money";
import { Choice } from "../page/page";

const MODEL = "commercial.contract.cash.plan";
const LINES = "commercial_contract.commercial_contract_settlement_action";

/** What comes in and goes out ahead, against what there is; lines can be moved on trial. */
export class CashPlan extends Component {
    static template = "commercial_contract.CashPlan";
    static components = { BarChart, Choice, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const { unit, company_id, moves } = this.props.state || {};
        this.state = useState({ plan: null, unit: unit || "week", company_id: company_id || null, moves: moves || {} });
        this.display = { controlPanel: {} };
        useSetupAction({
            getLocalState: () => ({
                unit: this.state.unit,
                company_id: this.state.company_id,
                moves: { ...this.state.moves },
            }),
        });
        onWillStart(() => this.load({}));
    }

    /** @param {{unit?: string, company_id?: number|null, moves?: Object}} wanted what is to change */
    async load(wanted) {
        Object.assign(this.state, wanted);
        const moves = Object.entries(this.state.moves).map(([id, day]) => [Number(id), day]);
        this.state.plan = await this.orm.call(MODEL, "get_cash_plan", [], {
            unit: this.state.unit,
            company_id: this.state.company_id,
            moves,
        });
    }

    get units() {
        return [
            { name: "week", label: _t("By Week") },
            { name: "month", label: _t("By Month") },
        ];
    }

    get isTrial() {
        return Boolean(Object.keys(this.state.moves).length);
    }

    money(amount) {
        return amount ? tellMoney(amount, this.state.plan.currency_id) : "–";
    }

    /** What is left, nothing included. */
    balance(amount) {
        return tellMoney(amount, this.state.plan.currency_id);
    }

    /** The sentence about the first period that falls short, for the plan and for what is expected. */
    get warnings() {
        const { plan } = this.state;
        const tell = (place, column, sentence) => {
            if (place === null) {
                return [];
            }
            const row = plan.periods[place];
            return [sentence(row.label, this.money(-row[column]))];
        };
        return [
            ...tell(plan.short, "balance", (period, amount) =>
                _t("By the plan, money falls short in the period %(period)s: %(amount)s are missing.", { period, amount }),
            ),
            ...tell(plan.expected_short, "expected_balance", (period, amount) =>
                _t("With customers as late as before, money falls short in the period %(period)s: %(amount)s are missing.", {
                    period,
                    amount,
                }),
            ),
        ];
    }

    get rates() {
        return this.state.plan.rates.length
            ? _t("Tax included. %s at the rate of today.", formatList(this.state.plan.rates))
            : _t("Tax included.");
    }

    get cells() {
        const { plan } = this.state;
        const sum = (name) => plan.periods.reduce((total, row) => total + row[name], 0);
        const cell = (name, label, amount) => ({
            name,
            label,
            figure: amount || name === "opening" ? tellCell(amount, plan.currency_id) : "–",
            full: tellMoney(amount, plan.currency_id),
        });
        return [
            ...(plan.opening === null ? [] : [cell("opening", _t("Banks and Cash Now"), plan.opening)]),
            cell("in", _t("Planned In"), sum("in")),
            cell("out", _t("Planned Out"), sum("out")),
            cell("later", _t("In Later"), plan.later.in),
            cell("undated", _t("In Without a Date"), plan.undated.in),
        ];
    }

    get banks() {
        return (this.state.plan.banks || []).map((bank, index) => ({
            key: index,
            name: bank.name,
            amount: tellMoney(bank.amount, bank.currency_id),
        }));
    }

    get chart() {
        const { plan } = this.state;
        const bars = (name, side) =>
            plan.periods.map((row) => ({ amount: row[name], domain: side && row.domains[side] }));
        const series = [
            { name: "in", label: _t("Planned In"), bars: bars("in", "sale") },
            { name: "out", label: _t("Planned Out"), bars: bars("out", "purchase") },
        ];
        if (plan.opening !== null) {
            series.push(
                { name: "balance", label: _t("Balance by the Plan"), type: "line", bars: bars("balance") },
                { name: "expected_balance", label: _t("Balance Expected"), type: "line", bars: bars("expected_balance") },
            );
        }
        return {
            name: "plan",
            title: _t("Money ahead, tax included"),
            labels: plan.periods.map((row) => row.label),
            series,
        };
    }

    get rows() {
        const { plan } = this.state;
        return plan.periods.map((row, place) => ({
            ...row,
            span: `${formatDate(deserializeDate(row.first))} – ${formatDate(deserializeDate(row.last))}`,
            isShort: plan.short === place || plan.expected_short === place,
        }));
    }

    get lines() {
        return this.state.plan.lines.map((line) => ({
            ...line,
            side: line.direction === "sale" ? _t("Money In") : _t("Money Out"),
            amount: tellMoney(line.amount, line.currency_id),
            expected: line.expected !== line.date && formatDate(deserializeDate(line.expected)),
        }));
    }

    move(line, day) {
        const moves = { ...this.state.moves };
        if (day && day !== line.date) {
            moves[line.id] = day;
        } else {
            delete moves[line.id];
        }
        return this.load({ moves });
    }

    /** Open the lines of a figure; on trial they are not what it adds up. */
    async open(domain) {
        if (!domain || this.isTrial) {
            return;
        }
        const action = await this.action.loadAction(LINES);
        return this.action.doAction(
            { ...action, domain, context: {} },
            { viewType: this.env.isSmall ? "kanban" : "list" },
        );
    }

    openContract(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "commercial.contract",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("commercial_contract.cash_plan", CashPlan);
