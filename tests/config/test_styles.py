"""Style sheets: one declaration a line, colours as tokens only, every file part of a look that
travels as one.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ImageColor

from config import static

CSS = Path(settings.ROOT) / "static" / "css"
FILES = sorted(CSS.rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r"\"[^\"]*\"")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|light-dark)\("
    rf"|(?<![\w.-])(?:{'|'.join(ImageColor.colormap)})(?![\w-])",
    re.IGNORECASE,
)
WIDTH = 120


def lines_of(text: str) -> list[str]:
    """The lines without comments and without what stands in quotation marks."""
    bare = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    return [TEXT.sub('""', line) for line in bare.splitlines()]


def colours(text: str) -> list[str]:
    """The values that name a colour; a selector or the name of a token is none."""
    ends = [line for line in lines_of(text) if line.rstrip().endswith((";", ","))]
    values = [line.partition(":")[2] or line for line in ends]
    return [colour for value in values for colour in COLOUR.findall(value)]


def crowded(text: str) -> list[str]:
    """The lines that hold two declarations, or a rule in one line."""
    return [
        line
        for line in lines_of(text)
        if line.count(";") > 1 or ("{" in line and (";" in line or "}" in line))
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CSS)))
def test_a_style_sheet_is_plain(path):
    text = path.read_text()
    assert crowded(text) == []
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []
    if path.name != "tokens.css":
        assert colours(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a {\n  color: #fff;\n}",
        "a {\n  background: rgb(1 2 3);\n}",
        "a {\n  border: 1px solid red;\n}",
        "a {\n  background:\n    linear-gradient(White, var(--ink)),\n    none;\n}",
    ],
)
def test_a_colour_is_seen_in_any_form(text):
    assert colours(text) != []


@pytest.mark.parametrize("text", ["a { color: inherit }", "a {\n  top: 0; left: 0;\n}"])
def test_two_declarations_in_a_line_are_seen(text):
    assert crowded(text) != []


def test_each_file_is_part_of_exactly_one_look():
    imported = []
    for look in static.LOOKS:
        source = (CSS.parent / look).read_text()
        imported += [CSS / name for name in re.findall(r'@import url\("([^"]+)"\);', source)]
    looks = [CSS.parent / look for look in static.LOOKS]
    assert sorted([*imported, *looks]) == FILES


@pytest.mark.parametrize("look", static.LOOKS)
def test_a_look_travels_as_one_file(look):
    text = static.joined(look)
    assert "@import" not in text
    for path in FILES:
        if path.parent.name in ("components", "office"):
            belongs = (path.parent.name == "office") == (look == "css/office.css")
            assert (path.read_text().strip() in text) is belongs


def test_the_layers_stand_in_their_order_before_everything():
    names = "reset, tokens, base, layout, components, utilities"
    first = static.joined("css/site.css").index("@layer")
    assert static.joined("css/site.css")[first:].startswith(f"@layer {names};")


def shared(sheets: dict[str, str]) -> dict[str, set[str]]:
    """{class: the component files that each lay it out as their own}, of those with several."""
    homes: dict[str, set[str]] = {}
    for name, text in sheets.items():
        for rule in re.findall(r"(?:^|[{};])\s*([^{};@]+)\{", re.sub(r"(?s)/\*.*?\*/", "", text)):
            if own := re.fullmatch(r"\.([a-z0-9-]+)", rule.strip()):
                homes.setdefault(own[1], set()).add(name)
    return {name: files for name, files in homes.items() if len(files) > 1}


def test_a_class_is_laid_out_in_one_file():
    """Two rooms that take the same word for different things change each other's pages."""
    sheets = {path.name: path.read_text() for path in FILES if path.parent.name == "components"}
    assert shared(sheets) == {}


def test_a_class_of_two_files_is_seen():
    sheets = {
        "a.css": "@layer components {\n  .slip {\n    top: 0;\n  }\n}",
        "b.css": "@layer components {\n  .other .slip {\n    top: 0;\n  }\n}",
        "c.css": "/* .x {} */\n  .slip {\n    left: 0;\n  }",
    }
    assert shared(sheets) == {"slip": {"a.css", "c.css"}}
