import { registry } from "@web/core/registry";
import { groupBy } from "@web/core/utils/arrays";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";
import { formatMonetary } from "@web/views/fields/formatters";

/** Due dates: the colour of each is said in a word as well, and no sum adds up two currencies. */
export class DueCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const { due_status, state } = this.meta.fields;
        const [field, key] =
            rawRecord.due_status === "none" ? [state, rawRecord.state] : [due_status, rawRecord.due_status];
        const word = field.selection.find(([name]) => name === key)?.[1];
        const record = super.normalizeRecord(rawRecord);
        return { ...record, title: word ? `${word} · ${record.title}` : record.title };
    }

    computeAggregatedValues(fieldName, data = this.data) {
        const [amount] = this.aggregate.split(":");
        const rows = Object.values(data.records).map((record) => record.rawRecord);
        const sums = {};
        for (const [key, group] of Object.entries(groupBy(rows, (row) => row[fieldName]))) {
            const parts = Object.values(groupBy(group, (row) => row.currency_id[0]));
            sums[key] = parts
                .map((part) =>
                    formatMonetary(
                        part.reduce((sum, row) => sum + row[amount], 0),
                        { currencyId: part[0].currency_id[0] }
                    )
                )
                .join(" + ");
        }
        return sums;
    }
}

registry.category("views").add("contract_due_calendar", { ...calendarView, Model: DueCalendarModel });
