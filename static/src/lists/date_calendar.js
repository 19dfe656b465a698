import { registry } from "@web/core/registry";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { calendarView } from "@web/views/calendar/calendar_view";

/** Dates of contracts: what is seen of one is the contract or the line that it is about. */
export class DateCalendarController extends CalendarController {
    async editRecord(record) {
        const action = await this.orm.call(this.model.resModel, "action_open", [[record.id]]);
        return this.action.doAction(action);
    }
}

registry.category("views").add("contract_date_calendar", { ...calendarView, Controller: DateCalendarController });
