import { listView } from "@web/views/list/list_view";

const WIDE_SCREEN = 1600;

/** Names that wrap have twice the room on a wide screen; the arch knows one width for all screens. */
function widen({ attrs, fieldType }) {
    if (attrs?.width && fieldType === "many2one" && attrs.class?.split(" ").includes("text-wrap")) {
        attrs.width = `${2 * parseInt(attrs.width)}px`;
    }
}

/**
 * Names have room, and groups stand open, as many of them as Odoo shows closed ones: people group to see what is in each.
 *
 * Told here and not by `expand` and `groups_limit` of each view: the grammar by which Odoo checks a list when the addon
 * is installed takes several times as long with each attribute that the list has.
 */
class ContractListArchParser extends listView.ArchParser {
    parse() {
        const archInfo = super.parse(...arguments);
        if (window.innerWidth >= WIDE_SCREEN) {
            archInfo.columns.forEach(widen);
        }
        return {
            ...archInfo,
            groupsLimit: archInfo.groupsLimit || listView.Model.DEFAULT_GROUP_LIMIT,
            rawExpand: archInfo.rawExpand || "1",
        };
    }
}

/** What the lists of this addon add to Odoo's, whatever their renderer adds. */
export const contractList = { ...listView, ArchParser: ContractListArchParser };
