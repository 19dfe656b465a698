"""Odoo in this process, on one database: for pictures and papers, which need pages that are served."""

import contextlib
import logging


class Server:
    """Serves a database on 127.0.0.1 in the background; ``env()`` opens an environment on it."""

    def __init__(self, base, port):
        import odoo.init
        import odoo.service.server as service
        from odoo.tools import config

        options = ["-d", base, "--http-port", str(port), "--log-level", "warn"]
        config.parse_config([*options, "--max-cron-threads", "0"], setup_logging=True)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        import odoo.http
        from odoo.modules.registry import Registry

        self.odoo, self.base, self.url = odoo, base, f"http://127.0.0.1:{port}"
        service.load_server_wide_modules()
        self.registry = Registry(base)
        service.server = service.ThreadedServer(odoo.http.root)
        service.server.http_spawn()

    @contextlib.contextmanager
    def env(self, **context):
        with self.registry.cursor() as cr:
            yield self.odoo.api.Environment(cr, self.odoo.SUPERUSER_ID, context)

    def log_in(self, login):
        """Open a session without a password and return its key."""
        from odoo.service import security

        store = self.odoo.http.root.session_store
        session = store.new()
        session.update(self.odoo.http.get_default_session(), db=self.base, _trace_disable=True)
        with self.env() as env:
            user = env["res.users"].search([("login", "=", login)])
            env = env(user=user.id)
            session.uid, session.login = user.id, login
            session.session_token = security.compute_session_token(session, env)
            session.context = dict(env["res.users"].context_get())
        store.save(session)
        return session.sid
