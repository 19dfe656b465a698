import { registry } from "@web/core/registry";
import { ActionHelper } from "@web/views/action_helper";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

const GROUPINGS = ["groupBy", "dateGroupBy"];

/** Whether an item of the search was chosen by a person, and leaves records out. */
function isAsked({ isDefault, type }) {
    return !isDefault && !GROUPINGS.includes(type);
}

/** Whether something is chosen in a section of the panel. */
function isChosen({ type, activeValueId, values }) {
    return type === "category" ? activeValueId : [...values.values()].some((value) => value.checked);
}

/** What an empty list says. Where somebody searched, that is no news of the list, but of his search. */
export class FoundNothing extends ActionHelper {
    static template = "commercial_contract.FoundNothing";

    get isSearched() {
        const { searchModel } = this.env;
        return (
            Boolean(searchModel) &&
            (searchModel.query.some(({ searchItemId }) => isAsked(searchModel.searchItems[searchItemId])) ||
                this.chosen.length > 0)
        );
    }

    get chosen() {
        return this.env.searchModel.getSections(isChosen).map(({ id }) => id);
    }

    clear() {
        const { searchModel } = this.env;
        const sections = this.chosen;
        searchModel.clearFilters();
        if (sections.length) {
            searchModel.clearSections(sections);
        }
    }
}

export class ContractKanbanRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, ActionHelper: FoundNothing };
}

registry.category("views").add("contract_kanban", { ...kanbanView, Renderer: ContractKanbanRenderer });
