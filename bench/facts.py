"""Bring the facts of 1,000 contracts up to date after a payment run: how much of the run that takes.
The run is Odoo's own wizard over 1,000 invoices of contracts, one payment each."""

import time

from billing import make_contracts
from company import DATE
from copies import analyze
from measure import Pass, arguments, environment, in_turn, open_odoo, row, timed, write

FACT = "commercial.contract.fact"
SHARE = 0.1  # of the time of the run


class Run:
    """A payment run; each pass is rolled back."""

    def __init__(self, registry, count):
        self.registry, self.count, self.booked = registry, count, []
        with environment(registry, keep=True) as env:
            lines = make_contracts(env, count).settlement_ids
            moves = lines.filtered(lambda line: str(line.date_due) == DATE)._bill(DATE)
            moves.action_post()
            self.ids = moves.ids
            analyze(env)

    def run(self):
        with environment(self.registry) as env:
            before = self._settled(env)
            self._watch(env)
            whole, payments = timed(env, lambda: self._pay(env))
            assert len(payments) == self.count
            assert self._settled(env) - before == self.count, "a payment, a fact"
            return whole

    def _pay(self, env):
        bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.ids
        )
        values = {"payment_date": DATE, "journal_id": bank.id, "group_payment": False}
        payments = wizard.create(values)._create_payments()
        env[FACT]._book_pending()  # as before the transaction ends
        return payments

    def _settled(self, env):
        return env[FACT].search_count([("kind", "=", "settled")])

    def _watch(self, env):
        """Let the booking of this pass tell what it takes; ``booked`` has a pass for each run."""
        booking = env.registry[FACT]._book

        def book(facts, *args, **kwargs):
            queries, begin = facts.env.cr.sql_log_count, time.perf_counter()
            booking(facts, *args, **kwargs)
            taken = time.perf_counter() - begin, facts.env.cr.sql_log_count - queries
            self.booked[-1] = Pass(*map(sum, zip(self.booked[-1], taken, strict=True)))

        self.booked.append(Pass(0.0, 0))
        env.cr.postrollback.add(lambda: setattr(env.registry[FACT], "_book", booking))
        env.registry[FACT]._book = book


def main():
    options = arguments(__doc__, "own")
    count = 20 if options.quick else 1000
    run = Run(*open_odoo(options.own), count)
    run.run()
    run.booked.clear()
    done = in_turn({"payment run": run.run})
    write(
        options,
        [
            row(
                f"facts of {count:,} contracts brought up to date after a payment run",
                f"the whole run: Odoo's wizard over {count:,} invoices of contracts",
                run.booked,
                done["payment run"],
                SHARE,
                unit=[count, "contract"],
            )
        ],
    )


if __name__ == "__main__":
    main()
