import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { capitalize } from "@web/core/utils/strings";
import { formatDate, formatFloat } from "@web/views/fields/formatters";
import { RemainingDaysField, remainingDaysField } from "@web/views/fields/remaining_days/remaining_days_field";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
// days in words; further away the date says more
const WORDS_BEFORE = 30;
const WORDS_AFTER = 99;

const COLORS = {
    overdue: "text-bg-danger",
    soon: "text-bg-warning",
    settled: "text-bg-success",
    partial: "text-bg-info",
};

/** How many days ago a date was. */
function daysSince(date) {
    return Math.round(DateTime.local().startOf("day").diff(date.startOf("day"), "days").days);
}

/** When awaited money is or was due, in words. */
export function tellDue(status, date) {
    const days = daysSince(date);
    if (status === "overdue" && days > 0) {
        return days === 1 ? _t("Overdue 1 day") : _t("Overdue %s days", days);
    }
    // by days: else the first of next month is "next month" on the last of this one
    return days ? capitalize(date.toRelativeCalendar({ unit: "days" })) : _t("Due Today");
}

/** The one badge of a settlement line: what is due, or how far it is settled. */
export class LineStatusField extends Component {
    static template = "commercial_contract.LineStatus";
    static props = { ...standardFieldProps, short: { type: Boolean, optional: true } };

    get badge() {
        const { data, fields } = this.props.record;
        const due = data[this.props.name];
        if (!due || due === "none") {
            const label = fields.state.selection.find(([key]) => key === data.state)?.[1];
            return { label, color: COLORS[data.state] || "text-bg-300" };
        }
        return { label: this.getDueLabel(due), color: COLORS[due] || "text-bg-300" };
    }

    getDueLabel(due) {
        const { data, fields } = this.props.record;
        const days = data.date_due ? daysSince(data.date_due) : 0;
        if ((due === "overdue" && days > 0 && !this.props.short) || (due === "soon" && days === 0)) {
            return tellDue(due, data.date_due || DateTime.local());
        }
        return fields[this.props.name].selection.find(([key]) => key === due)?.[1];
    }
}

export const lineStatusField = {
    component: LineStatusField,
    displayName: _t("Settlement Status"),
    supportedTypes: ["selection"],
    extractProps: ({ options }) => ({ short: Boolean(options.short) }),
    fieldDependencies: [
        { name: "state", type: "selection", selection: [], readonly: true },
        { name: "date_due", type: "date" },
    ],
};

/** A due date in words; a line that waits for an event names the event. */
export class DueDateField extends RemainingDaysField {
    static template = "commercial_contract.DueDate";

    get awaited() {
        const { data, fields } = this.props.record;
        if (data[this.props.name] || !data.trigger || data.trigger === "date") {
            return "";
        }
        let event = fields.trigger.selection.find(([key]) => key === data.trigger)?.[1];
        if (data.trigger === "progress" && data.trigger_percent) {
            event = `${event} ${formatFloat(data.trigger_percent, { trailingZeros: false })}%`;
        }
        return data.trigger_days ? _t("%(event)s + %(days)s days", { event, days: data.trigger_days }) : event;
    }

    /** Whether money is awaited: the next due date of a contract always is, a line's by its status. */
    get isOpen() {
        const status = this.props.record.data.due_status;
        return status === undefined || ["overdue", "soon", "later"].includes(status);
    }

    /** By figures where the year is told: the Chinese words of such a date take two lines of a narrow column. */
    get formattedValue() {
        const date = this.props.record.data[this.props.name];
        return formatDate(date, { numeric: date && date.year !== DateTime.local().year });
    }

    get diffString() {
        const days = this.diffDays;
        if (days === null) {
            return "";
        }
        if (!this.isOpen || days > WORDS_BEFORE || days < -WORDS_AFTER) {
            return this.formattedValue;
        }
        // by days: else the first of next month is "next month" on the last of this one
        return capitalize(this.props.record.data[this.props.name].toRelativeCalendar({ unit: "days" }));
    }

    get moved() {
        const first = this.props.record.data.date_due_original;
        return first ? _t("was %s", formatDate(first)) : "";
    }

    get classNames() {
        return this.isOpen ? super.classNames : null;
    }
}

export const dueDateField = {
    ...remainingDaysField,
    component: DueDateField,
};

/** A share from 0 to 100, with its sign. Odoo's own "percentage" wants 0 to 1. */
export class PercentField extends FloatField {
    get formattedValue() {
        const value = super.formattedValue;
        return this.props.readonly ? `${value}%` : value;
    }
}

export const percentField = {
    ...floatField,
    component: PercentField,
    extractProps: (info) => ({ ...floatField.extractProps(info), digits: [16, 2] }),
};

registry.category("fields").add("contract_line_status", lineStatusField);
registry.category("fields").add("contract_due", dueDateField);
registry.category("fields").add("contract_percent", percentField);
