"""What the addon leaves behind in the tables of base_tier_validation, and takes along when it goes."""

from .tier_review import OURS


def uninstall_hook(env):
    """Delete the approval rules and the reviews of contracts: without the model nobody could open them."""
    env["tier.review"].search([("model", "in", OURS)]).unlink()
    env["tier.definition"].with_context(active_test=False).search([("model", "in", OURS)]).unlink()
    env["tier.validation.exception"].search([("model_name", "in", OURS)]).unlink()
