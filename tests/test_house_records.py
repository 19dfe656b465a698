"""Rules of the house on what the registry holds: access, menus, money."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

MODULE = "commercial_contract"
# Words that say different things in Chinese by context (screens.md 1.3).
BANNED_ALONE = {
    "Active", "Due", "Late", "Line", "Manager", "Number", "Pay", "Receive", "Send", "State",
    "Total", "Unit",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestHouseRecords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.models = [
            cls.env[name]
            for name, model in sorted(cls.env.registry.items())
            if model._original_module == MODULE and not model._abstract
        ]

    def assertNone(self, wrong):
        wrong = list(wrong)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def _own(self, model, *domain):
        """Records of a model that this addon's data brought."""
        ids = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return self.env[model].browse(ids.mapped("res_id")).exists().filtered_domain(list(domain))

    def _own_fields(self):
        """Every field that this addon put on a model, ours or another's."""
        for name in sorted(self.env.registry):
            for field in self.env[name]._fields.values():
                if MODULE in field._modules:
                    yield field

    def _readers(self, model):
        """Groups whose members may read the model; an empty group stands for everybody."""
        lines = self.env["ir.model.access"].search(
            [("model_id.model", "=", model), ("perm_read", "=", True)]
        )
        return [line.group_id for line in lines]

    def _opens_to(self, groups, allowed):
        """Whether each of the groups has, itself or by implication, one of those allowed."""
        return all(
            any(not one or one in group.all_implied_ids | group for one in allowed)
            for group in groups
        )

    def test_every_model_has_access_rights(self):
        self.assertNone(
            f"{model._name} has no access right" for model in self.models
            if not self.env["ir.model.access"].search_count([("model_id.model", "=", model._name)])
        )  # fmt: skip

    def test_every_model_with_a_company_has_a_company_rule(self):
        self.assertNone(
            f"{model._name} has no rule on company_id"
            for model in self.models
            if "company_id" in model._fields and not model._transient
            if not any(
                "company" in (rule.domain_force or "") and not rule.groups
                for rule in self.env["ir.rule"].search([("model_id.model", "=", model._name)])
            )
        )

    def test_every_menu_opens_for_its_groups(self):
        self.assertNone(
            f"{menu.complete_name}: {fault}"
            for menu in self._own("ir.ui.menu")
            for fault in self._menu_faults(menu)
        )

    def _menu_faults(self, menu):
        # who sees a menu is in a group of each menu above it as well: one of them opens what it shows
        levels, above = [], menu
        while above:
            levels += [above.group_ids] if above.group_ids else []
            above = above.parent_id
        levels = levels or [self.env.ref("base.group_user")]
        action = menu.action
        if not action:
            return
        names = [groups.mapped("display_name") for groups in levels]
        # a client action has no groups
        closed_to = action._fields.get("group_ids") and action.group_ids
        if closed_to and not any(self._opens_to(groups, closed_to) for groups in levels):
            yield f"its action is closed to one of {names}"
        model = action._fields.get("res_model") and action.res_model
        readers = model and self._readers(model)
        if model and not any(self._opens_to(groups, readers) for groups in levels):
            yield f"{model} cannot be read by one of {names}"

    def test_every_action_has_its_views(self):
        free = {"activity", "kanban", "form", "list", "search"}  # Odoo makes a plain one of these
        for action in self._own("ir.actions.act_window"):
            for mode in action.view_mode.split(","):
                with self.subTest(action=action.name, mode=mode):
                    views = self.env["ir.ui.view"].search_count(
                        [("model", "=", action.res_model), ("type", "=", mode)]
                    )
                    ours = self.env[action.res_model]._original_module == MODULE
                    if (ours and not self.env[action.res_model]._transient) or mode not in free:
                        self.assertTrue(views or mode == "activity")

    def test_every_amount_has_a_currency(self):
        self.assertNone(
            f"{field.model_name}.{field.name} has no currency field"
            for field in self._own_fields()
            if field.type == "monetary"
            and field.get_currency_field(self.env[field.model_name])
            not in self.env[field.model_name]._fields
        )

    def test_dialogs_work_out_nothing_as_superuser(self):
        """Whoever opens a dialog over a record that he may not see learns nothing from it."""
        self.assertNone(
            f"{field}: compute_sudo=False"
            for model in self.models
            if model._transient
            for field in model._fields.values()
            if field.compute and field.store and field.compute_sudo and MODULE in field._modules
        )

    def test_every_list_with_money_has_a_sum(self):
        self.assertNone(
            f"{view.xml_id}: {node.get('name')} has no sum"
            for view in self._own("ir.ui.view", ("type", "=", "list"), ("mode", "=", "primary"))
            if view.model in self.env
            for node in etree.fromstring(view.arch).iterfind("./field")
            if self._is_summable(self.env[view.model]._fields.get(node.get("name")))
            and node.get("column_invisible") not in ("1", "True")
            and not node.get("sum")
        )

    def _is_summable(self, field):
        return field and field.type == "monetary" and field.aggregator == "sum"

    def test_no_word_stands_alone_that_chinese_must_tell_apart(self):
        self.assertNone(
            f"{where}: {word!r} alone says too little (screens.md 1.3)"
            for where, word in self._words()
            if word in BANNED_ALONE
        )

    def _words(self):
        for field in self._own_fields():
            if field.name != "active":  # the archive flag bears Odoo's own word in every app
                yield f"{field.model_name}.{field.name}", field.string
            if field.type == "selection" and isinstance(field.selection, list):
                for _key, label in field.selection:
                    yield f"{field.model_name}.{field.name}", str(label)
        for model in ("ir.ui.menu", "ir.actions.act_window", "ir.actions.report"):
            for record in self._own(model).with_context(lang="en_US"):
                yield f"{model} {record.id}", record.name
        for view in self._own("ir.ui.view").with_context(lang="en_US"):
            for node in etree.fromstring(view.arch).iter("button", "field", "filter", "page"):
                yield view.xml_id, node.get("string")
