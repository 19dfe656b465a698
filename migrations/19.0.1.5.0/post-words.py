from odoo import SUPERUSER_ID, api

# An update leaves a translation that is there: what stood there is put right here.
WORDS = (
    ("menu_contract_settings", "合同管理员", "设置"),
    ("res_config_settings_action", "合同管理员", "设置"),
    ("menu_contract_view_as", "以用户身份查看", "以他人视角查看"),
    ("contract_view_as_action", "以用户身份查看", "以他人视角查看"),
    ("group_contract_department", "部门", "本部门及项目"),
    ("privilege_contract_payments", "付款", "收付款"),
)


def migrate(cr, version):
    """Put Chinese words right that named the wrong thing, where nobody has changed them since."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "zh_CN"})
    if "zh_CN" not in dict(env["res.lang"].get_installed()):
        return
    for name, before, after in WORDS:
        record = env.ref(f"commercial_contract.{name}", raise_if_not_found=False)
        if record and record.name == before:
            record.name = after
