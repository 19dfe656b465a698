import { Component, onMounted, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/**
 * A long run over many records: one batch after the other, each saved or refused as a whole, with how
 * far it is and a button to stop. What a batch made stays when a later one fails or the run is stopped.
 */
export class Batches extends Component {
    static template = "commercial_contract.Batches";
    static components = { Dialog };
    static props = {
        title: String,
        model: String,
        method: String,
        batches: Array, // lists of ids
        args: { type: Array, optional: true }, // what the method gets beside its records
        aside: { type: Array, optional: true }, // ids that were set aside before
        onDone: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ done: 0, isStopping: false });
        this.env.dialogData.dismiss = () => this.stop();
        onMounted(() => this.run());
    }

    get count() {
        return this.props.batches.reduce((sum, ids) => sum + ids.length, 0);
    }

    get percent() {
        return Math.round((100 * this.state.done) / this.count);
    }

    get words() {
        return _t("%(done)s of %(count)s", { done: this.state.done, count: this.count });
    }

    async run() {
        const { model, method, batches, args = [], aside = [] } = this.props;
        const result = { made: [], done: [], aside: [...aside], left: [] };
        for (const ids of batches) {
            if (this.state.isStopping) {
                result.left.push(...ids);
                continue;
            }
            try {
                // one after the other: each batch is a transaction of its own
                // oxlint-disable-next-line no-await-in-loop
                const found = await this.orm.silent.call(model, method, [ids, ...args]);
                result.made.push(...found.made);
                result.aside.push(...found.aside);
                result.done.push(...ids.filter((id) => !found.aside.includes(id)));
            } catch {
                result.aside.push(...ids); // the server undid the batch
            }
            this.state.done += ids.length;
        }
        this.props.close();
        this.props.onDone(result);
    }

    /** Never in the middle of a batch. */
    stop() {
        this.state.isStopping = true;
        return new Promise(() => {}); // the run closes the dialog itself
    }
}

/** Runs the batches, then the action in which the model tells what came of them. */
function runBatches(env, { name, params }) {
    const { finish, ...props } = params;
    return new Promise((resolve) => {
        env.services.dialog.add(Batches, {
            ...props,
            title: name,
            onDone: (result) => resolve(env.services.orm.call(props.model, finish, [[], result])),
        });
    });
}

registry.category("actions").add("commercial_contract.batches", runBatches);

/** What was made as a file; a notice with a button to what was set aside; then the next action. */
async function tellBatches(env, { params }) {
    const { message, aside, file, next } = params;
    if (file) {
        env.services.ui.block();
        try {
            // no new window: after a long run a browser takes that for an advertisement
            await download({ url: file, data: {} });
        } finally {
            env.services.ui.unblock();
        }
    }
    const close = env.services.notification.add(message, {
        type: aside ? "warning" : "success",
        sticky: Boolean(aside),
        buttons: aside
            ? [
                  {
                      name: _t("Show Them"),
                      onClick: () => {
                          close();
                          env.services.action.doAction(aside);
                      },
                  },
              ]
            : [],
    });
    return next;
}

registry.category("actions").add("commercial_contract.batches_done", tellBatches);
