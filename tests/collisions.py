from contextlib import closing
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.service import model as service
from odoo.tools import mute_logger


def collide(registry, first, second):
    """Let two workers begin, the first one commit, and the second one go on as RPC does.

    ``first`` and ``second`` get a cursor each. Returns (what the first gave, what the second gave at
    last, how often the second was tried).
    """
    tries = []
    with (
        closing(registry.cursor()) as cr1,
        closing(registry.cursor()) as cr2,
        patch.object(service.time, "sleep", lambda _seconds: None),
        mute_logger("odoo.sql_db"),
    ):
        for cr in (cr1, cr2):
            cr.execute("SELECT COUNT(*) FROM commercial_contract")
        early = first(cr1)
        cr1.commit()

        def attempt():
            tries.append(1)
            return second(cr2)

        env = api.Environment(cr2, SUPERUSER_ID, {"tracking_disable": True})
        late = service.retrying(attempt, env)
    return early, late, len(tries)
