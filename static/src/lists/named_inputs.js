import { onMounted, onPatched } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";
import { contractList } from "./contract_list";
import { FoundNothing } from "./found_nothing";

/** Its words go on in a second line, where English needs more room than the column has. */
const HEAD = "o_contract_head";
const INPUTS = "input, select, textarea, [role=combobox]";

/** Odoo's list editor leaves its inputs without a name; a screen reader gets the head of their column. */
function useNamedInputs(renderer) {
    const nameInputs = async () => {
        await Promise.resolve(); // a field may turn to an input by itself, after the list
        const labels = Object.fromEntries(renderer.columns.map(({ name, label }) => [name, label]));
        for (const cell of renderer.tableRef.el?.querySelectorAll(".o_selected_row > td[name]") || []) {
            const label = labels[cell.getAttribute("name")];
            for (const input of label ? cell.querySelectorAll(INPUTS) : []) {
                if (!isNamed(input)) {
                    input.ariaLabel = label;
                }
            }
        }
    };
    onMounted(nameInputs);
    onPatched(nameInputs);
}

/** The names of records; reasons and remarks are read whole. */
function isName({ fieldType, name }) {
    return fieldType === "many2one" || name === "title" || name === "display_name";
}

function isNamed(input) {
    return input.ariaLabel || [...(input.labels || [])].some((label) => label.textContent.trim());
}

export class NamedInputsRenderer extends ListRenderer {
    static components = { ...ListRenderer.components, ActionHelper: FoundNothing };
    static recordRowTemplate = "commercial_contract.ListRow";

    setup() {
        super.setup();
        useNamedInputs(this);
    }

    /** What all rows of a group share stands in its head. */
    getActiveColumns() {
        const grouped = (this.props.list.groupBy || []).map((name) => name.split(":")[0]);
        return super.getActiveColumns().filter((column) => !grouped.includes(column.name));
    }

    /** Two lines of a name tell whose it is; Odoo tells the whole of it over the cell. */
    isCutOff(column) {
        return isName(column) && column.attrs?.class?.split(" ").includes("text-wrap");
    }

    getColumnClass(column) {
        return `${super.getColumnClass(column)} ${HEAD}`;
    }
}

export class LinesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: NamedInputsRenderer };

    setup() {
        super.setup();
        const openRecord = this._openRecord;
        this._openRecord = (asked) => openRecord({ title: this.nameDialog(asked.record), ...asked });
    }

    /** The dialog of a line is called as the line is; Odoo calls it "Open: " and the list that it stands in. */
    nameDialog(line) {
        const { addLabel, string } = this.props;
        const { label, name, document } = line?.data || {};
        return line ? label || name || document || string : addLabel;
    }
}

registry.category("views").add("contract_list", { ...contractList, Renderer: NamedInputsRenderer });
registry.category("fields").add("contract_lines", {
    ...x2ManyField,
    component: LinesField,
    additionalClasses: [...(x2ManyField.additionalClasses || []), "o_field_one2many"],
});
