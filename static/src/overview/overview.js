import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { tellDue } from "../due/due";
import { Page } from "../page/page";
import { FirstSteps } from "./first_steps";

const MODEL = "commercial.contract";
const ACTION = "commercial_contract.commercial_contract";
const FOUND = 8; // contracts that the search offers

/** Where a line leads when its address is copied: the list without what this page knows. */
const PAGES = {
    in_force: { sale: "sales-contracts", purchase: "purchase-contracts" },
    draft: { sale: "sales-contracts", purchase: "purchase-contracts" },
    due: "settlement-due",
    overdue: "settlement-overdue",
    to_invoice: "settlement-to-invoice",
    draft_invoice: {
        sale: "action-commercial_contract.account_move_action_customer",
        purchase: "action-commercial_contract.account_move_action_vendor",
    },
    settled: "settled",
    unallocated: "contracts-unallocated",
    signed: { sale: "contract-salespeople", purchase: "purchase-signed" },
};

/** The landing page: from the contract to the money, what there is and what waits. */
export class ContractOverview extends Page {
    static template = "commercial_contract.Overview";
    static components = { ...Page.components, AutoComplete, FirstSteps };

    get asked() {
        const { direction, period } = this.state.page || {};
        return { direction, period };
    }

    /** @param {{direction?: string, period?: string}} wanted what is to change */
    async load(wanted) {
        const { direction, period } = { ...this.asked, ...wanted };
        this.state.page = await this.orm.call(MODEL, "get_overview", [direction || null, period || "month"]);
    }

    get periods() {
        return [
            { name: "month", label: _t("This Month") },
            { name: "days", label: _t("Next 30 Days") },
        ];
    }

    /** How many lines the dialog invoices, where the user may. */
    get toInvoice() {
        const rows = (this.state.page.can_invoice && this.state.page.lines.to_invoice) || [];
        return rows.reduce((sum, row) => sum + row.count, 0);
    }

    get isSale() {
        return this.state.page.direction === "sale";
    }

    /** The companies whose figures these are, where the user has several. */
    get companies() {
        const on = user.activeCompanies;
        return user.allowedCompanies.length > 1 ? formatList(on.map((company) => company.name)) : "";
    }

    get boxes() {
        const sale = this.isSale;
        const boxes = [
            {
                name: "contracts",
                title: _t("Contracts"),
                icon: "fa-file-text-o",
                lines: [
                    ["in_force", _t("In Force")],
                    ["draft", _t("Draft")],
                ],
                create: this.state.page.can_create,
            },
            {
                name: "plan",
                title: _t("Settlement Plan"),
                icon: "fa-calendar",
                lines: [
                    ["due", this.state.page.period === "days" ? _t("Due in 30 Days or Overdue") : _t("Due This Month or Overdue")],
                    ["overdue", _t("Overdue")],
                ],
            },
            {
                name: "invoices",
                title: sale ? _t("Invoices") : _t("Vendor Bills"),
                icon: "fa-pencil-square-o",
                lines: [
                    ["to_invoice", _t("To Invoice")],
                    ["draft_invoice", sale ? _t("Draft Invoice") : _t("Draft Bill")],
                ],
                invoice: this.toInvoice && _t("Create Invoice (%s)", this.toInvoice),
            },
            {
                name: "cash",
                title: sale ? _t("Money Received") : _t("Money Paid"),
                icon: "fa-money",
                lines: [
                    ["settled", _t("Settled This Month")],
                    ["unallocated", _t("Unallocated")],
                ],
            },
            {
                name: "figures",
                title: _t("Figures"),
                icon: "fa-bar-chart",
                lines: [["signed", _t("Settled of What Was Signed This Year")]],
            },
        ];
        return boxes
            .map((box) => ({ ...box, rows: box.lines.flatMap(([name, label]) => this.rows(name, label)) }))
            .filter((box) => box.rows.length);
    }

    /** The rows of a line: one a currency, for unlike money is never added. */
    rows(name, label) {
        const found = this.state.page.lines[name];
        if (!found) {
            return [];
        }
        const page = PAGES[name];
        const href = `/odoo/${page[this.state.page.direction] || page}`;
        if (!found.length) {
            const words = _t("%(label)s: none", { label });
            return [{ key: name, name, label, href, count: 0, figure: "–", note: "", words, isFirst: true }];
        }
        return found.map((row, index) => {
            const currencyId = found.length > 1 ? row.currency_id : false;
            const money = (amount) => formatCurrency(amount, row.currency_id);
            let figure = money(row.amount);
            let note = "";
            if (name === "signed") {
                figure = row.amount ? `${Math.round((100 * row.settled) / row.amount)}%` : "–";
                note = _t("%(settled)s of %(signed)s", {
                    settled: money(row.settled),
                    signed: money(row.amount),
                });
            }
            return {
                key: `${name}-${row.currency_id}`,
                name,
                label,
                href,
                count: row.count,
                currencyId,
                figure,
                note,
                danger: name === "overdue",
                isFirst: !index,
                isMore: found.length > 1,
                words: _t("%(label)s: %(count)s, %(figure)s", { label, count: row.count, figure }),
            };
        });
    }

    /** How much awaits the user, money or not: the list "My Day". */
    get myDay() {
        const count = this.state.page.to_do;
        return count ? _t("My Day (%s)", count) : _t("My Day");
    }

    openMyDay(newWindow = false) {
        return this.action.doAction(`${ACTION}_todo_action`, { newWindow });
    }

    get steps() {
        return this.state.page.next_steps.map((line) => {
            const date = deserializeDate(line.date_due);
            return {
                id: line.id,
                contractId: line.contract_id[0],
                href: this.contractPage(line.contract_id[0]),
                isLate: line.due_status === "overdue",
                when: tellDue(line.due_status, date),
                what: line.label,
                contract: line.contract_id[1],
                partner: line.partner_id && line.partner_id[1],
                amount: formatCurrency(line.amount_residual, line.currency_id[0]),
            };
        });
    }

    get recent() {
        const states = {
            draft: _t("Draft"),
            active: _t("In Force"),
            done: _t("Completed"),
            terminated: _t("Terminated"),
            cancelled: _t("Cancelled"),
        };
        return this.state.page.recent.map((contract) => ({
            id: contract.id,
            href: this.contractPage(contract.id),
            name: [contract.name, contract.title].filter(Boolean).join(" "),
            partner: contract.partner_id && contract.partner_id[1],
            status: states[contract.state],
            amount: contract.amount_total ? formatCurrency(contract.amount_total, contract.currency_id[0]) : "",
        }));
    }

    get sources() {
        return [{ options: (typed) => this.find(typed), placeholder: _t("Loading...") }];
    }

    async find(typed) {
        if (!typed) {
            return [];
        }
        const found = await this.orm.call(MODEL, "name_search", [], {
            name: typed,
            operator: "ilike",
            limit: FOUND,
        });
        if (!found.length) {
            return [{ label: _t("No contract found") }];
        }
        return found.map(([id, label]) => ({ label, onSelect: () => this.openContract(id) }));
    }

    contractPage(id) {
        return `/odoo/contracts/${id}`;
    }

    openContract(id, newWindow = false) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: MODEL,
                res_id: id,
                views: [[false, "form"]],
            },
            { newWindow },
        );
    }

    async open(row, newWindow = false) {
        const action = await this.orm.call(MODEL, "action_view_overview", [
            row.name,
            this.state.page.direction,
            row.currencyId || false,
            this.state.page.period,
        ]);
        return this.action.doAction(action, { newWindow });
    }

    async invoice() {
        const action = await this.orm.call(MODEL, "action_invoice_overview", [this.state.page.direction]);
        return this.action.doAction(action, { onClose: () => this.load({}) });
    }

    create() {
        const side = this.isSale ? "sale" : "purchase";
        return this.action.doAction(`${ACTION}_action_${side}`, { viewType: "form" });
    }
}

registry.category("actions").add("commercial_contract.overview", ContractOverview);
