"""The tea hill from above: bands between its contour lines for a work without a picture, and the
lines alone for dark grounds.
"""

from cms.art import svg
from cms.art.relief import Survey, country, seed_of

# Light to dark. Field codes as the ready rules and most organisers write them.
PALETTES = {
    "CNTT": ["#dbe9ea", "#bfd9dc", "#97c0c6", "#649fa8", "#357884", "#174f5c"],
    "COKHI": ["#f2e4d6", "#e6ccb2", "#d6ab85", "#bd8055", "#965632", "#66351b"],
    "VATLIEU": ["#e7e6dd", "#d3d3c6", "#b5b8a9", "#8c9384", "#636d60", "#3d473d"],
    "NONGLAM": ["#e3eed9", "#c9dfbf", "#a3c79d", "#6fa877", "#3b8058", "#17543a"],
    "YDUOC": ["#f0e1e6", "#e0c3ce", "#c99aac", "#a96c85", "#83445f", "#56263d"],
    "GIAODUC": ["#e4e4ef", "#cbcce1", "#a6a9cb", "#7b80ae", "#535990", "#313668"],
}
BANDS = 9
LOWEST = 0.10
HIGHEST = 0.97
HEAVY = 3  # every third line is drawn through


def palette_of(field: str) -> str:
    """The palette of a field's code; one that nobody foresaw has always the same."""
    names = list(PALETTES)
    return field if field in PALETTES else names[seed_of(field) % len(names)]


def tile(code: str, palette: str, width: int = 640, height: int = 400) -> str:
    """The picture of a work, from its code: hills that no other code has, in its field's tones."""
    tones = PALETTES[palette]
    seed = seed_of(code)
    rise = country(seed, width, height, 3 + seed % 3, 0.2 + 0.05 * (seed // 3 % 4))
    survey = Survey(rise, width, height, 24)
    marks = [svg.box(0, 0, width, height, tones[0])]
    for band in range(BANDS):
        share = LOWEST + (HIGHEST - LOWEST) * band / (BANDS - 1)
        lines = survey.lines(survey.level(share))
        colour = svg.toned(tones, 0.6 + 4.4 * band / (BANDS - 1))
        dash = {} if band % HEAVY == 0 else {"stroke_dasharray": "7 5"}
        marks.append(
            svg.fill(
                "".join(svg.ring(line) for line in lines),
                colour,
                fill_rule="evenodd",
                stroke="#fff",
                stroke_opacity=0.28 if dash else 0.55,
                stroke_width=1 if dash else 1.6,
                **dash,
            )
        )
    return svg.document(width, height, "".join(marks))


def lines(seed: int, width: int, height: int, colour: str, count: int = 13) -> str:
    """Contour lines alone, some dashed, every fifth heavier; opacity is left to the page."""
    survey = Survey(country(seed, width, height, 4, 0.22), width, height, 26)
    marks = []
    for line in range(count):
        d = "".join(svg.ring(r) for r in survey.lines(survey.level(0.06 + 0.9 * line / count)))
        dash = {"stroke_dasharray": "9 7"} if line % HEAVY == 1 else {}
        heavy = line % 5 == 0
        marks.append(
            svg.stroke(d, colour, 1.7 if heavy else 1.1, opacity=1 if heavy else 0.62, **dash)
        )
    return svg.document(width, height, "".join(marks))
