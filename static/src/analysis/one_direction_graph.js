import { registry } from "@web/core/registry";
import { getGroupBy } from "@web/search/utils/group_by";
import { GraphModel } from "@web/views/graph/graph_model";
import { graphView } from "@web/views/graph/graph_view";
import { isOneDirection } from "../lists/one_direction";
import { namedByAction } from "./named_by_action";
import { NET } from "./net";

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

registry.category("views").add("contract_money_graph", {
    ...graphView,
    Model: OneDirectionGraphModel,
    props: namedByAction(graphView),
});
