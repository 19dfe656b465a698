import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Page } from "../page/page";

const MODEL = "commercial.contract.funnel";

/** From leads to settled money: what happened in a period, by whom, and what is expected month by month. */
export class SalesFunnel extends Page {
    static template = "commercial_contract.SalesFunnel";

    get asked() {
        const { period, user_id } = this.state.page || {};
        return { period, user_id };
    }

    /** @param {{period?: string, user_id?: number|null}} wanted what is to change */
    async load(wanted) {
        const { period, user_id } = { ...this.asked, ...wanted };
        this.state.page = await this.orm.call(MODEL, "read_funnel", [], {
            period: period || "year",
            user_id: user_id || null,
        });
    }

    money(amount) {
        return formatCurrency(amount, this.state.page.currency_id);
    }

    label(name) {
        return {
            leads: _t("Leads"),
            opportunities: _t("Opportunities"),
            quotations: _t("Quotations"),
            signed: _t("Signed"),
            invoiced: _t("Invoiced"),
            settled: _t("Settled"),
        }[name];
    }

    /** The stages, each with a bar as long as its amount beside the largest. */
    get stages() {
        const stages = this.state.page.stages;
        const most = Math.max(...stages.map((stage) => stage.amount), 0);
        return stages.map((stage) => ({
            ...stage,
            label: this.label(stage.name),
            figure: this.money(stage.amount),
            width: most ? Math.max(0, (100 * stage.amount) / most) : 0,
            note: stage.weighted ? _t("%s by probability", this.money(stage.weighted)) : "",
        }));
    }

    /** Whether Odoo opens leads or quotations to this user. */
    get seesSales() {
        return this.state.page.stages.some((stage) => stage.name in { leads: 1, opportunities: 1, quotations: 1 });
    }

    get people() {
        return this.state.page.people.map((one) => ({
            ...one,
            cells: this.state.page.stages.map(({ name }) => ({
                name,
                figure: one.amounts[name] ? this.money(one.amounts[name]) : "–",
            })),
        }));
    }

    /** The name of the person whose figures these are, where it is one. */
    get person() {
        const found = this.state.page.people.find((one) => one.id === this.state.page.user_id);
        return found ? found.name : _t("One Person");
    }

    get buckets() {
        const months = this.state.page.months.map((month) => ({
            name: month,
            label: deserializeDate(month).toLocaleString({ month: "short", year: "numeric" }),
        }));
        return [
            { name: "late", label: _t("Earlier") },
            ...months,
            { name: "later", label: _t("Later On") },
            { name: "undated", label: _t("Without a Date") },
        ];
    }

    get ahead() {
        const labels = {
            opportunities: _t("Opportunities by Probability"),
            quotations: _t("Open Quotations"),
            plan: _t("Open Settlement Lines"),
        };
        return Object.entries(this.state.page.ahead).map(([name, sums]) => ({
            name,
            label: labels[name],
            cells: this.buckets.map((bucket) => ({
                bucket: bucket.name,
                figure: sums[bucket.name] ? this.money(sums[bucket.name]) : "",
            })),
            total: this.money(Object.values(sums).reduce((sum, amount) => sum + amount, 0)),
        }));
    }

    /** @param {string} name a stage, or with a bucket a row of what is expected */
    async open(name, { bucket = null, userId = this.state.page.user_id } = {}) {
        const action = await this.orm.call(MODEL, "action_view_funnel", [name], {
            period: this.state.page.period,
            user_id: userId || null,
            bucket,
        });
        return this.action.doAction(action);
    }
}

registry.category("actions").add("commercial_contract.funnel", SalesFunnel);
