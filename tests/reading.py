"""What a person reads on a page: its text as a browser shows it, whatever the template's lines."""

import re


def seen(response) -> str:
    """The page with every run of white space as one space, and none beside a tag's brackets.

    A template may break its lines where it likes: `<b>\n  Lan\n</b>` and `<b>Lan</b>` read alike.
    """
    text = " ".join(response.content.decode().split())
    return re.sub(r"(?<=>) | (?=[<>])", "", text)
