"""The fonts that papers and drawn cards are set in; without WeasyPrint, so that a page may ask."""

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
