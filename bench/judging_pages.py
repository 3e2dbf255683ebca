"""The judge's list, a sheet opened and saved: the part of `pages` that judges wait for,
by itself.
"""

from bench import pages


def main() -> None:
    pages.main(only=pages.JUDGING)
