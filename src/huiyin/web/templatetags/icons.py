"""Icons from the one file of all icons: a page has dozens, so each is written out once in a process."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, *, label: str = "", css: str = "") -> SafeString:
    """Return an icon by name; without a label it is decoration, which readers of screens pass over."""
    told = 'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    drawn = f'<svg class="icon {{css}}" {told} focusable="false"><use href="{{file}}#{{name}}"></use></svg>'
    return format_html(drawn, css=css, label=label, file=static("built/icons.svg"), name=name)
