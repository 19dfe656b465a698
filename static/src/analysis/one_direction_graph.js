import { registry } from "@web/core/registry";
import { getGroupBy } from "@web/search/utils/group_by";
import { GraphModel } from "@web/views/graph/graph_model";
import { graphView } from "@web/views/graph/graph_view";
import { isOneDirection } from "../lists/one_direction";

/** What may be added up over both: a number of records, and what is money in less money out already. */
export const NET = new Set(["__count", "earned"]);

/** Money in and money out never share a bar: where both are shown, each has its own beside the other. */
export class OneDirectionGraphModel extends GraphModel {
    isMixed(measure) {
        return !NET.has(measure) && !isOneDirection(this.searchParams.domain);
    }

    _buildMetaData(params) {
        const metaData = super._buildMetaData(params);
        if (!this.isMixed(metaData.measure)) {
            return metaData;
        }
        const { fields, groupBy } = metaData;
        const direction = groupBy.some(({ fieldName }) => fieldName === "direction")
            ? []
            : [getGroupBy("direction", fields)];
        return { ...metaData, ...this.keepApart(metaData), groupBy: [...groupBy, ...direction] };
    }

    updateMetaData(params) {
        const wanted = { ...this.metaData, ...params };
        return super.updateMetaData(this.isMixed(wanted.measure) ? { ...params, ...this.keepApart(wanted) } : params);
    }

    /** Neither piled up nor as parts of one circle. */
    keepApart({ mode }) {
        return { stacked: false, mode: mode === "pie" ? "bar" : mode };
    }
}

/** The properties of a view whose lists behind a figure bear the name of the action, where Odoo says "Untitled". */
export function namedByAction(view) {
    return (genericProps, descriptor, config) => {
        const props = view.props(genericProps, descriptor, config);
        const name = config?.getDisplayName?.();
        if (name && !genericProps.state && !genericProps.arch.getAttribute("string")) {
            const { modelParams } = props; // of a graph, it is the metadata itself
            (modelParams.metaData || modelParams).title = name;
        }
        return props;
    };
}

registry.category("views").add("contract_money_graph", {
    ...graphView,
    Model: OneDirectionGraphModel,
    props: namedByAction(graphView),
});
