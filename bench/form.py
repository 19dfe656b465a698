"""Open the form of a contract with 200 plan lines and 500 allocations, beside the form of a sale
order with 200 lines: in Chromium, and what Chromium asks of the server for it."""

import json
import os
import sys
import tempfile

from copies import analyze
from form_data import make_contract, make_order, make_user
from measure import Pass, arguments, environment, in_turn, row, say, timed, write
from screenshots import HOST, Page
from server import Server

LOGIN = "bench"
PASSES = 9
OPEN = """(async () => {
    const action = {type: 'ir.actions.act_window', res_model: %(model)s, res_id: %(id)s,
                    views: [[false, 'form']], target: 'current'};
    const rows = () => document.querySelectorAll(
        '.o_form_view .o_field_widget[name=%(field)s] .o_data_row').length;
    const start = performance.now();
    await odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, {clearBreadcrumbs: true});
    while (rows() < %(rows)s) { await new Promise(requestAnimationFrame); }
    return performance.now() - start;
})()"""
LEAVE = """(async () => {
    const action = {type: 'ir.actions.act_window', res_model: 'res.currency',
                    views: [[false, 'list']], target: 'current'};
    await odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, {clearBreadcrumbs: true});
})()"""


class Listening(Page):
    """A page that remembers what it asked of models."""

    calls = ()

    def _hear(self, event):
        super()._hear(event)
        request = event.get("params", {}).get("request", {})
        if event["method"] == "Network.requestWillBeSent" and "/call_kw/" in request["url"]:
            self.calls = [*self.calls, json.loads(request["postData"])["params"]]


class Forms:
    """Both forms, in the browser and on the server."""

    def __init__(self, server, page, records):
        """Open each once, and keep what the client asks for it.

        :param records: {name: (model, id, field whose rows must stand there, how many)}
        """
        self.server, self.page, self.records = server, page, records
        self.calls = {}
        for name, (model, _id, _field, _rows) in records.items():
            page.calls = []
            self.show(name)
            page.settle(30)
            self.calls[name] = [call for call in page.calls if call["model"] == model]
            methods = ", ".join(call["method"] for call in self.calls[name])
            say(f"  {name}: the client asks {methods}")
        if page.errors:
            sys.exit("\n".join(page.errors))

    def show(self, name):
        """Open a form in the browser, from the list of currencies; return the seconds until its rows stand there."""
        model, record_id, field, rows = self.records[name]
        self.page.ask(LEAVE)
        self.page.settle(30)
        names = {"model": json.dumps(model), "id": record_id, "field": field, "rows": rows}
        took = self.page.ask(OPEN % names)
        if not took:
            sys.exit(f"{name} does not open: {self.page.errors}")
        return Pass(took / 1000, 0)

    def answer(self, name, methods=None):
        """Let the server answer what the client asked for a form."""
        from odoo.service.model import call_kw

        with environment(self.server.registry) as env:
            user = env["res.users"].search([("login", "=", LOGIN)])
            calls = [c for c in self.calls[name] if not methods or c["method"] in methods]
            env = env(user=user.id, su=False, context=calls[0]["kwargs"]["context"])
            env.user.has_group("base.group_user")  # what a session has read already

            def work():
                for call in calls:
                    call_kw(env[call["model"]], call["method"], call["args"], dict(call["kwargs"]))

            return timed(env, work)[0]


def prepare(server, count):
    """Make the records; return them as ``Forms`` takes them."""
    with server.env(lang="en_US", tz="UTC") as env:
        make_user(env, LOGIN)
        contract, order = make_contract(env, count), make_order(env, count)
        env.flush_all()
        found = len(contract.allocation_ids)
        assert found == count * 5 // 2, found
        rows = min(count, 40)  # the client's first page
        records = {
            "contract": ("commercial.contract", contract.id, "settlement_ids", rows),
            "sale order": ("sale.order", order.id, "order_line", rows),
        }
        analyze(env)
    return records


def measure(options, page, server, records, count):
    page.call("Page.navigate", url=f"{server.url}/odoo")
    page.settle(60)
    forms = Forms(server, page, records)
    seen = in_turn({name: lambda name=name: forms.show(name) for name in records}, PASSES)
    done = in_turn({name: lambda name=name: forms.answer(name) for name in records}, PASSES)
    what = f"form of a contract with {count} plan lines and {count * 5 // 2} allocations opened"
    reference = f"the form of a sale order with {count} lines"
    contract, order = records
    write(
        options,
        [
            row(f"{what}: what the server answers", reference, done[contract], done[order], 1.0),
            row(f"{what}: in Chromium until its rows stand there", reference,
                seen[contract], seen[order], 1.0),
        ],
    )  # fmt: skip


def main():
    options = arguments(__doc__, "own")
    count = 40 if options.quick else 200
    server = Server(options.own, int(os.environ["BENCH_PORT"]))
    records = prepare(server, count)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        page = Listening(profile)
        try:
            page.size(1440, 900)
            sid = server.log_in(LOGIN)
            page.call("Network.setCookie", name="session_id", value=sid, domain=HOST, path="/")
            measure(options, page, server, records, count)
        finally:
            page.close()
    sys.stdout.flush()
    os._exit(0)  # the server's threads


if __name__ == "__main__":
    main()
