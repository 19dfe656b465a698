import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_settings", {
    steps: () => [
        { content: "the numbering is told", trigger: "#contract_numbers:contains(/HT-[0-9]{4}-0/)" },
        {
            content: "scroll down: a scrolling page closes the list of accounts",
            trigger: "#contract_deposit_accounts .o_field_widget[name=contract_deposit_account_ids] input",
            run: "click",
        },
        {
            content: "list the account of bank fees",
            trigger: "#contract_fee_accounts .o_field_widget[name=contract_fee_account_ids] input",
            run: "edit Tour Fees",
        },
        { trigger: ".ui-menu-item a:contains(Tour Fees)", run: "click" },
        { trigger: "#contract_fee_accounts .o_tag:contains(Tour Fees)" },
        {
            content: "and one of deposits",
            trigger:
                "#contract_deposit_accounts .o_field_widget[name=contract_deposit_account_ids] input",
            run: "edit Tour Deposits",
        },
        { trigger: ".ui-menu-item a:contains(Tour Deposits)", run: "click" },
        { trigger: "#contract_deposit_accounts .o_tag:contains(Tour Deposits)" },
        {
            content: "save",
            trigger: ".o_control_panel .o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "saved", trigger: "body:not(:has(.o_form_button_save:enabled))" },
    ],
});
