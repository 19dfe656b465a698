import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { tellDue } from "../due/due";
import { Page } from "../page/page";
import { BarChart } from "./bar_chart";
import { tellCell, tellChange, tellMoney } from "./money";

const MODEL = "commercial.contract.dashboard";

/** The page of a role: how things stand, and what is to be done. Each figure opens its records. */
export class ContractDashboard extends Page {
    static template = "commercial_contract.Dashboard";
    static components = { ...Page.components, BarChart };

    /** What the page on the screen was asked for. */
    get asked() {
        const { role, period, direction, company_id } = this.state.page || {};
        return { role, period, direction, company_id };
    }

    /** @param {{role?: string, period?: string, direction?: string, company_id?: number}} wanted what is to change */
    async load(wanted) {
        const { role, period, direction, company_id } = { ...this.asked, ...wanted };
        this.state.page = await this.orm.call(MODEL, "get_dashboard", [], {
            role: role || null,
            period: period || "year",
            direction: direction || null,
            company_id: company_id || null,
        });
    }

    isOn(name, value) {
        return this.state.page[name] === value;
    }

    get strip() {
        return this.state.page.strip.map((cell) => ({
            ...cell,
            rows: cell.rows.map((row, index) => ({ ...row, ...this.tell(cell, row), key: index })),
        }));
    }

    /** The words of a figure: what it is, in full on top of it, and what stands below. */
    tell(cell, row) {
        if ("percent" in row) {
            return { figure: row.percent === null ? "–" : `${Math.round(row.percent)}%`, isNone: row.percent === null };
        }
        if (!("amount" in row)) {
            return { figure: row.count, isNone: !row.count };
        }
        const notes = [
            row.count > 1 ? _t("%s items", row.count) : "",
            // nothing to compare with is told where nothing else is
            "before" in row && (row.before > 0 || !row.count) ? tellChange(row.amount, row.before) : "",
        ];
        return {
            figure: row.amount ? tellCell(row.amount, row.currency_id) : "–",
            full: tellMoney(row.amount, row.currency_id),
            note: notes.filter(Boolean).join(" · "),
            isNone: !row.amount,
            isLate: cell.danger && Boolean(row.amount),
        };
    }

    get lists() {
        return this.state.page.lists.map((list) => ({
            ...list,
            rows: list.rows.map((row) => ({
                ...row,
                when: this.when(row),
                isLate: row.status === "overdue",
                figures: row.figures.map((figure, index) => ({
                    ...figure,
                    key: index,
                    text: figure.amount ? tellMoney(figure.amount, figure.currency_id) : "–",
                })),
            })),
        }));
    }

    when(row) {
        if (!row.date) {
            return "";
        }
        const date = deserializeDate(row.date);
        return row.status ? tellDue(row.status, date) : formatDate(date);
    }

    openContract(id, newWindow = false) {
        return this.action.doAction(
            { type: "ir.actions.act_window", res_model: "commercial.contract", res_id: id, views: [[false, "form"]] },
            { newWindow },
        );
    }

    /** Open figures as they were saved in a favourite: it is on in the search box, and can be taken off there. */
    async openFavorite(favorite) {
        const action = await this.action.loadAction(favorite.action);
        const filters = await this.orm.call("ir.filters", "get_filters", [favorite.model, action.id]);
        const irFilters = filters.map((one) => ({ ...one, is_default: one.id === favorite.id }));
        return this.action.doAction(action, { props: { irFilters } });
    }

    /** Open the records that a figure is the sum of. */
    async open(figure, newWindow = false) {
        const action = await this.action.loadAction(figure.action);
        const views = action.views.map(([, type]) => type);
        return this.action.doAction(
            { ...action, domain: figure.domain, context: {} },
            { newWindow, viewType: this.env.isSmall && views.includes("kanban") ? "kanban" : "list" },
        );
    }
}

registry.category("actions").add("commercial_contract.dashboard", ContractDashboard);
