import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

/** Due dates: the colour of each is said in a word as well. */
export class DueCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const { due_status, state } = this.meta.fields;
        const [field, key] =
            rawRecord.due_status === "none" ? [state, rawRecord.state] : [due_status, rawRecord.due_status];
        const word = field.selection.find(([name]) => name === key)?.[1];
        const record = super.normalizeRecord(rawRecord);
        return { ...record, title: word ? `${word} · ${record.title}` : record.title };
    }
}

registry.category("views").add("contract_due_calendar", { ...calendarView, Model: DueCalendarModel });
