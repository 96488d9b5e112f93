"""The page that lists every key of the workbench, and lets single keys be switched off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.menu import menu
from huiyin.web.permission import staff


@staff
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys that work where, as far as the officer has those pages."""
    actor = actor_of(request)
    everywhere = [(f"Alt {entry.key.upper()}", str(entry.label)) for entry in menu(actor) if entry.key]
    everywhere += [
        ("Alt K", _("跳到检索框")),
        ("Alt /", _("看这一页")),
        ("?", _("看这一页（没有在输入的时候）")),
    ]
    sorting = [
        ("1 – 5", _("选系统建议的分类")),
        ("6", _("选其他分类")),
        ("Q W E R T Y", _("选接下来怎么办")),
        ("A S D F G", _("选交给谁")),
        ("H", _("选其他同事或单位")),
        ("⏎", _("确认，到下一件")),
        ("Z", _("放一放，先看下一件")),
    ]
    matter = [("Alt 1 – 5", _("确认系统建议的分类"))]
    teaching = [("1 – 5", _("确认对应的分类（先用 Tab 键选中一件）"))]
    parts = [(_("每一页"), everywhere)]
    if "matter.sort" in actor.may:
        parts += [(_("逐件分拣"), sorting), (_("事项页，还没有分类的"), matter), (_("教系统分类"), teaching)]
    parts.append(
        (
            _("列表和表单"),
            [
                ("Tab", _("到下一个链接、按钮或输入框；Shift Tab 往回")),
                (_("空格"), _("勾选")),
                ("⏎", _("打开链接，提交表单")),
                ("↑ ↓", _("在单选和下拉里换一个")),
            ],
        )
    )
    return render(request, "desk/keys.html", {"parts": parts})
