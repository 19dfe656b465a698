"""The client actions of a long run: it goes in batches, shows how far it is, and can be stopped."""


def run_batches(name, records, method, batches, finish, **params):
    """Return the action that calls ``method`` on each batch of ids of ``records``' model, then ``finish``."""
    return {
        "type": "ir.actions.client",
        "tag": "commercial_contract.batches",
        "name": name,
        "params": {
            "model": records._name,
            "method": method,
            "batches": batches,
            "finish": finish,
            **params,
        },
    }


def tell_batches(message, aside=False, then=None, **params):
    """Return the notice that ends a run.

    :param aside: the action that lists what the run left, or False
    :param then: the action that comes after it; None closes the dialog
    """
    return {
        "type": "ir.actions.client",
        "tag": "commercial_contract.batches_done",
        "params": {
            "message": message,
            "aside": aside,
            "next": then or {"type": "ir.actions.act_window_close"},
            **params,
        },
    }
