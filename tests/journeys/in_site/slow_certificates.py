"""Makes a worker draw certificates in small chunks, and never come to the end of one of the files.

Loaded into a worker of the site by `celery worker --include`; nothing else may import it.
"""

import time
from types import SimpleNamespace

from awards.certificates import issue
from foundation.jobs import life
from foundation.vault import store
from foundation.vault.models import Blob
from tests.journeys.in_site.certificates import CHUNK, STUCK, STUCK_AT

_made = 0


def _put_slowly(content: bytes, *, media_type: str) -> Blob:
    global _made
    _made += 1
    if _made == STUCK_AT:
        life.show(STUCK)
        time.sleep(3600)
    return store.put(content, media_type=media_type)


issue.CHUNK = CHUNK
issue.store = SimpleNamespace(put=_put_slowly)
