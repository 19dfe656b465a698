"""Trigram indexes on columns of Odoo's own, whose fields stay as they are."""

from odoo import models
from odoo.modules.db import FunctionStatus


def trigrams(column):
    """Return the trigram index of a column, the one that Odoo makes for ``index="trigram"``; none
    where PostgreSQL has no pg_trgm."""

    def definition(registry):
        text = f'"{column}"'
        if registry.has_unaccent == FunctionStatus.INDEXABLE:
            text = registry.unaccent(text)
        return f"USING gin ({text} gin_trgm_ops)" if registry.has_trigram else ""

    return models.Index(definition)
