"""Post 200 invoices of contracts and register their payments by Odoo's wizard, one payment each,
beside the same in a database without the addon."""

from billing import make_contracts, plain_values
from company import DATE
from copies import analyze
from measure import arguments, environment, in_turn, open_odoo, row, timed, write

PASSES = 9  # a pass takes three quarters of a minute: machines change their pace meanwhile


class Sides:
    """The same draft invoices in both databases, and one pass over them."""

    def __init__(self, own, bare, count):
        self.registries, self.count = {"with": own, "without": bare}, count
        with environment(own, keep=True) as env:
            lines = make_contracts(env, count).settlement_ids
            lines = lines.filtered(lambda line: str(line.date_due) == DATE)
            values = plain_values(lines)
            own_ids = lines._bill(DATE).ids
            analyze(env)
        with environment(bare, keep=True) as env:
            bare_ids = env["account.move"].create(values).ids
            analyze(env)
        self.ids = {"with": own_ids, "without": bare_ids}

    def run(self, name):
        with environment(self.registries[name]) as env:
            self._settle(env, self.ids[name][:2])
            env.cr.rollback()
            done, payments = timed(env, lambda: self._settle(env, self.ids[name]))
            moves = env["account.move"].browse(self.ids[name])
            assert len(payments) == self.count
            assert set(moves.mapped("payment_state")) == {"paid"}, moves.mapped("payment_state")
            if name == "with":
                lines = moves.line_ids.commercial_settlement_id
                assert set(lines.mapped("state")) == {"settled"}, lines.mapped("state")
        return done

    def _settle(self, env, ids):
        moves = env["account.move"].browse(ids)
        moves.action_post()
        env.flush_all()
        bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=ids
        )
        values = {"payment_date": DATE, "journal_id": bank.id, "group_payment": False}
        return wizard.create(values)._create_payments()


def main():
    options = arguments(__doc__, "own", "bare")
    count = 5 if options.quick else 200
    sides = Sides(*open_odoo(options.own, options.bare), count)
    done = in_turn(
        {name: lambda name=name: sides.run(name) for name in ("with", "without")}, PASSES
    )
    write(
        options,
        [
            row(
                f"{count} invoices of contracts posted, and a payment registered for each",
                "the same invoices without this addon",
                done["with"],
                done["without"],
                1.1,
                unit=[count, "invoice"],
            )
        ],
    )


if __name__ == "__main__":
    main()
