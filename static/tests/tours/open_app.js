/** From any screen into the app, which opens on its overview: two clicks. */
export const openApp = [
    { trigger: ".o_navbar_apps_menu button", run: "click" },
    { trigger: ".o-dropdown-item[data-menu-xmlid='commercial_contract.menu_contract_root']", run: "click" },
    { content: "the overview", trigger: ".o_contract_overview" },
];
