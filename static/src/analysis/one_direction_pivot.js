import { registry } from "@web/core/registry";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { pivotView } from "@web/views/pivot/pivot_view";
import { isOneDirection } from "../lists/one_direction";
import { namedByAction } from "./named_by_action";
import { NET } from "./net";

function isAmong(groupBys, values) {
    const place = groupBys.indexOf("direction");
    return place !== -1 && place < values.length;
}

/** Money in and money out never share a cell: a total over both is left empty, in the table that is downloaded too. */
export class OneDirectionPivotModel extends PivotModel {
    getTable() {
        const table = super.getTable();
        if (!isOneDirection(this.searchParams.domain)) {
            for (const cell of table.rows.flatMap((row) => row.subGroupMeasurements)) {
                if (!NET.has(cell.measure) && !this.isOfOneDirection(cell)) {
                    cell.value = undefined;
                }
            }
        }
        return table;
    }

    /** Whether the cell belongs to a group of one direction, by its row or by its column. */
    isOfOneDirection({ groupId: [rows, columns] }) {
        const { fullRowGroupBys, fullColGroupBys } = this.metaData;
        return isAmong(fullRowGroupBys, rows) || isAmong(fullColGroupBys, columns);
    }
}

registry.category("views").add("contract_money_pivot", {
    ...pivotView,
    Model: OneDirectionPivotModel,
    props: namedByAction(pivotView),
});
