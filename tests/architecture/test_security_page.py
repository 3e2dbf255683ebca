"""docs/security.md shows the classification of every address as the code has it."""

from pathlib import Path

from django.conf import settings

from config.routes import ROUTES

PAGE = Path(settings.ROOT) / "docs" / "security.md"


def table() -> str:
    lines = [f"| `{name}` | {who} | {when} |" for name, (who, when) in ROUTES.items()]
    return "\n".join(["| address | who | when |", "|---|---|---|", *lines])


def test_the_page_is_up_to_date():
    assert table() in PAGE.read_text(), f"write this into docs/security.md:\n{table()}"
