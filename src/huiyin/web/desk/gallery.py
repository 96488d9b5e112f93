"""What the gallery of components fills its examples with."""

from typing import Any

from django.utils.translation import gettext as _


def samples() -> dict[str, Any]:
    """Return the choices, steps and errors that the gallery shows, in the visitor's language."""
    return {
        "sample_errors": [("phone", _("手机号少了一位，请核对")), ("nature", _("请选一项"))],
        "sample_offices": [("1", _("劳动保障监察支队")), ("2", _("社会保险事业中心"))],
        "sample_channels": [("visit", _("走访")), ("letter", _("来信")), ("phone", _("电话"))],
        "sample_natures": [
            ("claim", _("要求解决自己的问题"), _("有人欠我、少我、没给我办")),
            ("advice", _("提意见建议"), ""),
            ("report", _("检举控告"), _("对单位或工作人员的行为")),
        ],
        "sample_kinds": [("pay", _("工资")), ("pension", _("养老")), ("injury", _("工伤"))],
        "sample_steps": [_("填写"), _("核对"), _("提交"), _("回执")],
    }
