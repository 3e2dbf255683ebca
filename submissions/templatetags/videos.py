"""Videos in pages of a dossier."""

from django import template

from submissions.files import videos

register = template.Library()


@register.filter
def video_of(link: str | None) -> videos.Video | None:
    """The player behind an answer of the type “link”, or None."""
    return videos.video_of(link or "")
