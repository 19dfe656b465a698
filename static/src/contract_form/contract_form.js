import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { pick } from "@web/core/utils/objects";
import { formatFloat } from "@web/core/utils/numbers";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const CLICKED = ["name", "type", "context", "confirm", "confirm-title", "confirm-label"];
const CHANGING = ["archive", "unarchive", "delete"];

/** A contract that the user only reads (he is asked to approve it) is not typed into: the server would refuse to save. */
class ContractRecord extends formView.Model.Record {
    get isInEdition() {
        return !this.data?.is_only_read && super.isInEdition;
    }

    /** Who presses New and leaves the page has typed nothing: no empty draft takes a number. */
    async _save() {
        if (this.model._urgentSave && this.isNew && !this.dirty) {
            return true;
        }
        return super._save(...arguments);
    }
}

class ContractModel extends formView.Model {
    static Record = ContractRecord;
}

/** The form of a contract: its rare actions stand in the cog menu, and signing asks with figures. */
export class ContractFormController extends FormController {
    /** The buttons of the form's `cog_menu` that this contract's status offers. */
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        for (const name of CHANGING) {
            const { isAvailable } = items[name];
            items[name].isAvailable = () => !this.model.root.data.is_only_read && isAvailable();
        }
        const buttons = this.archInfo.xmlDoc.querySelectorAll("[name=cog_menu] > button");
        for (const [place, button] of [...buttons].entries()) {
            const attributes = Object.fromEntries([...button.attributes].map(({ name, value }) => [name, value]));
            items[`contract_${attributes.name}`] = {
                isAvailable: () => this.isOffered(attributes.invisible),
                sequence: 11 + place,
                icon: `fa ${attributes.icon}`,
                description: attributes.string,
                callback: () =>
                    this.env.onClickViewButton({
                        clickParams: pick(attributes, ...CLICKED),
                        getResParams: () =>
                            pick(this.model.root, "context", "evalContext", "resModel", "resId", "resIds"),
                    }),
            };
        }
        return items;
    }

    isOffered(invisible) {
        const record = this.model.root;
        return !record.isNew && !evaluateBooleanExpr(invisible || "False", record.evalContextWithVirtualIds);
    }

    /** Ask only once the contract is saved: the amount is that of the goods as they stand. */
    async beforeExecuteActionButton(clickParams) {
        const saved = await super.beforeExecuteActionButton(...arguments);
        return saved === false || clickParams.name !== "action_sign" ? saved : this.askToSign();
    }

    askToSign() {
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Sign the contract"),
                    body: this.signQuestion,
                    confirmLabel: _t("Sign"),
                    cancelLabel: _t("Discard"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    get signQuestion() {
        const { name, is_framework, amount_total, currency_id } = this.model.root.data;
        if (is_framework) {
            return _t("Sign %s? After that it changes only by amendment.", name);
        }
        const { name: code, digits } = getCurrency(currency_id.id);
        const amount = `${code} ${formatFloat(amount_total, { digits })}`;
        return _t("Sign %(contract)s for %(amount)s? After that it changes only by amendment.", {
            contract: name,
            amount,
        });
    }
}

registry.category("views").add("contract_form", {
    ...formView,
    Controller: ContractFormController,
    Model: ContractModel,
});
