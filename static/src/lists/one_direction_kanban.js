import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ContractKanbanRenderer } from "./found_nothing";
import { isOneDirection } from "./one_direction";

/** The head of a column sums money in or money out; where both are shown, it counts. */
export class OneDirectionHeader extends KanbanHeader {
    get groupAggregate() {
        const { group } = this.props;
        return isOneDirection(group.list.domain)
            ? super.groupAggregate
            : { value: group.count, title: _t("Contracts") };
    }
}

export class OneDirectionKanbanRenderer extends ContractKanbanRenderer {
    static components = { ...ContractKanbanRenderer.components, KanbanHeader: OneDirectionHeader };
}

registry.category("views").add("contract_money_kanban", { ...kanbanView, Renderer: OneDirectionKanbanRenderer });
