import { registry } from "@web/core/registry";
import { contractList } from "./contract_list";
import { NamedInputsRenderer } from "./named_inputs";
import { isCut, useWhole } from "./whole";

/** Whether a domain lets money in alone pass, or money out alone. */
export function isOneDirection(domain) {
    const asked = domain.filter(
        (leaf) => Array.isArray(leaf) && leaf[1] === "=" && String(leaf[0]).split(".").at(-1) === "direction"
    );
    const contract = domain.some((leaf) => Array.isArray(leaf) && leaf[0] === "contract_id" && leaf[1] === "=");
    return contract || new Set(asked.map((leaf) => leaf[2])).size === 1;
}

/**
 * Money in and money out never share a sum: where both are listed, only the groups of one have one.
 * The foot adds up all that the list holds, not the page.
 */
export class OneDirectionRenderer extends NamedInputsRenderer {
    setup() {
        super.setup();
        this.whole = useWhole(() => ({
            list: this.props.list,
            names: this.columns.filter((column) => column.attrs?.sum).map((column) => column.name),
        }));
    }

    get hasOneDirection() {
        const { list } = this.props;
        if (isCut(list)) {
            return this.whole.directions.length < 2;
        }
        if (list.selection.length || !list.isGrouped) {
            const records = list.selection.length ? list.selection : list.records;
            return new Set(records.map((record) => record.data.direction)).size < 2;
        }
        if (list.groupByField?.name === "direction") {
            return list.groups.length < 2;
        }
        return isOneDirection(list.domain);
    }

    isMoney(name) {
        return this.fields[name]?.type === "monetary";
    }

    /** This renderer over one group that holds all: what Odoo adds up of groups is then the whole. */
    get ofTheWhole() {
        const { activeFields, fields } = this.props.list;
        const list = { activeFields, fields, groups: [{ aggregates: this.whole.sums }], isGrouped: true, selection: [] };
        return Object.create(this, { props: { value: { ...this.props, list } } });
    }

    computeAggregates() {
        const isWhole = isCut(this.props.list);
        if (isWhole && !this.whole?.sums) {
            return {}; // the page alone would be taken for all
        }
        const aggregates = isWhole ? super.computeAggregates.call(this.ofTheWhole) : super.computeAggregates();
        if (!this.hasOneDirection) {
            for (const name of Object.keys(aggregates)) {
                if (this.isMoney(name)) {
                    delete aggregates[name];
                }
            }
        }
        return aggregates;
    }

    isSummed(group) {
        return isOneDirection(group.list.domain);
    }

    formatGroupAggregate(group, column) {
        const { sum, avg } = column.attrs || {};
        if (this.fields[column.name]?.type === "float" && !sum && !avg) {
            return { value: "" }; // pieces and kilograms: no foot adds them up either
        }
        if (this.isMoney(column.name) && !this.isSummed(group)) {
            return { value: "" };
        }
        return super.formatGroupAggregate(group, column);
    }
}

registry.category("views").add("contract_money_list", { ...contractList, Renderer: OneDirectionRenderer });
