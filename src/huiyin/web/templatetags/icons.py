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
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    drawn = '<svg class="icon {}" {} focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(drawn, css, said if label else SafeString(said), static("built/icons.svg"), name)
