import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

const MODELS = ["commercial.contract.fact", "commercial.contract.report"];

/** The question behind the figures, as the database is asked. */
export class SqlDialog extends Component {
    static template = "commercial_contract.SqlDialog";
    static components = { Dialog };
    static props = { close: Function, sql: String };
}

/** Show the SQL of what the search box asks now, for administrators. */
export class ShowSql extends Component {
    static template = "commercial_contract.ShowSql";
    static components = { DropdownItem };
    static props = {};

    async show() {
        // the menu closes, and what a service of a closed component answers is dropped
        const { dialog, orm } = this.env.services;
        const { domain, groupBy, resModel } = this.env.searchModel;
        const sql = await orm.call(resModel, "get_sql", [domain, groupBy]);
        dialog.add(SqlDialog, { sql });
    }
}

registry.category("cogMenu").add(
    "commercial_contract.show_sql",
    {
        Component: ShowSql,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: (env) => user.isSystem && MODELS.includes(env.searchModel?.resModel) && env.config.viewType !== "form",
    },
    { sequence: 90 },
);
