"""One file of the site's look, and one of the office's: what stands apart in the source travels
together (docs/adr/0013).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

LOOKS = ("css/site.css", "css/office.css")
_IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


def joined(look: str) -> str:
    """The style sheet `look` with every file that it imports put in its place, in its order.

    Raises FileNotFoundError when one of them does not exist.
    """
    source = _source(look)
    folder = look.rpartition("/")[0]
    return _IMPORT.sub(lambda line: _source(f"{folder}/{line[1]}").strip(), source)


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_text(encoding="utf-8")


class JoinedStyles(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files. `collectstatic` leaves one file of each look in `LOOKS`.

    A development server with DEBUG on needs none of this: there the browser follows the imports.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception | None]]:
        if not dry_run:
            for look in LOOKS:
                self.delete(look)
                self.save(look, ContentFile(joined(look).encode()))
                paths[look] = (self, look)
        yield from super().post_process(paths, dry_run, **options)
