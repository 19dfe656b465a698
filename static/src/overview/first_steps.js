import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const OURS = "commercial_contract.commercial";

/** What is to be done before there is a contract; who may not do a step does not see it. */
export class FirstSteps extends Component {
    static template = "commercial_contract.FirstSteps";
    static props = {
        steps: Array,
        ways: Array,
        companyId: Number,
        canNumber: Boolean,
        create: Function,
    };

    setup() {
        this.action = useService("action");
    }

    get title() {
        const count = this.props.steps.length;
        return count > 1 ? _t("Welcome. %s steps to the first contract.", count) : _t("Welcome.");
    }

    get steps() {
        const words = {
            company: {
                title: _t("Numbering and Company"),
                text: _t("Name and address stand on every paper. Contracts get their numbers by themselves."),
                links: [
                    { label: _t("Open Company"), open: () => this.openCompany() },
                    ...(this.props.canNumber
                        ? [{ label: _t("Contract Numbers"), open: () => this.open("commercial_contract.res_config_settings_action") }]
                        : []),
                ],
            },
            methods: {
                title: _t("Methods and Plan Templates"),
                text: _t("How money is paid, and the plans that come back in many contracts."),
                links: [
                    { label: _t("Settlement Methods"), open: () => this.open(`${OURS}_settlement_method_action`) },
                    { label: _t("Plan Templates"), open: () => this.open("account.action_payment_term_form") },
                ],
            },
            people: {
                title: _t("Who Sees What"),
                text: _t("Own contracts, those of the department, or all; finance invoices and registers money."),
                links: [{ label: _t("Open Users"), open: () => this.open("base.action_res_users") }],
            },
            contract: {
                title: _t("First Contract"),
                text: this.props.ways.includes("import")
                    ? _t("Type it in, take over those that run already, or make it from a quotation.")
                    : _t("Type it in, or make it from a quotation."),
                links: [],
            },
        };
        const many = this.props.steps.length > 1;
        return this.props.steps.map((step, index) => ({
            ...step,
            ...words[step.name],
            number: many ? `${index + 1}. ` : "",
        }));
    }

    get ways() {
        const ways = {
            new: { label: _t("New Contract"), open: () => this.props.create() },
            import: { label: _t("Import Running Contracts"), open: () => this.open(`${OURS}_contract_opening_action`) },
            quotation: { label: _t("From a Quotation"), open: () => this.open("sale.action_quotations_with_onboarding") },
        };
        return this.props.ways.map((name) => ({ name, ...ways[name] }));
    }

    open(action) {
        return this.action.doAction(action);
    }

    openCompany() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.company",
            res_id: this.props.companyId,
            views: [[false, "form"]],
        });
    }
}
