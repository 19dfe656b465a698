/**
 * From any screen into the app, which opens on its overview: two clicks. The first page has to stand: a page
 * that loads (or refuses) behind the menu would take the place of the overview.
 */
export const openApp = [
    { trigger: ".o_web_client:has(.o_action_manager > *) .o_navbar_apps_menu button", run: "click" },
    { trigger: ".o-dropdown-item[data-menu-xmlid='commercial_contract.menu_contract_root']", run: "click" },
    { content: "the overview", trigger: ".o_contract_overview" },
];
