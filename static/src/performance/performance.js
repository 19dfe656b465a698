import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { Page } from "../page/page";

const MODEL = "commercial.contract.performance";

/** Who signed, invoiced and collected how much, beside the period before and the year before. */
export class PeoplePerformance extends Page {
    static template = "commercial_contract.PeoplePerformance";

    get asked() {
        const { period, direction } = this.state.page || {};
        return { period, direction };
    }

    /** @param {{period?: string, direction?: string}} wanted what is to change */
    async load(wanted) {
        const { period, direction } = { ...this.asked, ...wanted };
        this.state.page = await this.orm.call(MODEL, "read_performance", [], {
            period: period || "year",
            direction: direction || "sale",
        });
    }

    get periods() {
        // a past year has no period to be read to the same day with
        return super.periods.filter(({ name }) => name !== "last_year");
    }

    get basis() {
        const { first, last } = this.state.page;
        return _t(
            "%(first)s to %(last)s, tax included. The period before and the year before are read to the same day.",
            { first: formatDate(deserializeDate(first)), last: formatDate(deserializeDate(last)) },
        );
    }

    get columns() {
        return [
            { name: "signed", label: _t("Signed") },
            { name: "invoiced", label: _t("Invoiced") },
            { name: "settled", label: _t("Settled") },
            { name: "before", label: _t("Settled in the Period Before") },
            { name: "year", label: _t("Settled a Year Before") },
            { name: "overdue", label: _t("Overdue Now") },
            // the period before a year is the year before
        ].filter(({ name }) => name !== "before" || this.state.page.period !== "year");
    }

    get people() {
        const places = { settled: "place", before: "place_before", year: "place_year" };
        return this.state.page.people.map((one) => ({
            id: one.id,
            name: one.name,
            place: one.place || "–",
            rate: one.rate === null ? "–" : `${Math.round(one.rate)}%`,
            days: one.late_days === null || one.late_days === undefined ? "–" : formatFloat(one.late_days, { digits: [16, 1] }),
            cells: this.columns.map(({ name }) => ({
                name,
                isLate: name === "overdue" && one.overdue > 0,
                figure: one[name] ? formatCurrency(one[name], this.state.page.currency_id) : "–",
                place: name !== "settled" && places[name] && one[places[name]] ? _t("place %s", one[places[name]]) : "",
            })),
        }));
    }

    /** Open the records that a figure of a person is the sum of. */
    async open(name, userId) {
        const { period, direction } = this.state.page;
        const action = await this.orm.call(MODEL, "action_view_performance", [name, userId], { period, direction });
        return this.action.doAction(action);
    }
}

registry.category("actions").add("commercial_contract.performance", PeoplePerformance);
