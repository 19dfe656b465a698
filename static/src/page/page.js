import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** A row of buttons of which one is on. */
export class Choice extends Component {
    static template = "commercial_contract.Choice";
    static props = {
        label: String,
        choices: { type: Array, element: { type: Object, shape: { name: String, label: String } } },
        chosen: String,
        choose: Function,
    };
}

/** A page that the server reads whole; whoever comes back to it finds what he had asked for. */
export class Page extends Component {
    static components = { Choice, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ page: null });
        this.display = { controlPanel: {} };
        useSetupAction({ getLocalState: () => this.asked });
        onWillStart(() => this.load(this.props.state || {}));
    }

    get sides() {
        return [
            { name: "sale", label: _t("Money In") },
            { name: "purchase", label: _t("Money Out") },
        ];
    }

    get periods() {
        return [
            { name: "month", label: _t("This Month") },
            { name: "quarter", label: _t("This Quarter") },
            { name: "year", label: _t("This Year") },
            { name: "last_year", label: _t("Last Year") },
        ];
    }
}
