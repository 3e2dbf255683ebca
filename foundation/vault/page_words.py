"""The words of a PDF page by page, for those who read by ear and for searching within a page.

Read in a child process, like everything that was made from what a stranger sent.
"""

import json

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from foundation.vault import cage, store
from foundation.vault.models import Access, Blob

_READ = "foundation.vault.drawing.words_of_pdf"


def opened(blob: Blob, *, user: AbstractBaseUser | AnonymousUser | None, purpose: str) -> list[str]:
    """The words of each page, line by line, after the caller has checked the permission; every
    opening leaves a line. None where it cannot be read.
    """
    reader_id = user.pk if user and user.is_authenticated else None
    Access.objects.create(blob=blob, user_id=reader_id, purpose=purpose)
    if blob.media_type != "application/pdf":
        return []
    return json.loads(cage.run(_READ, store.read(blob)) or b"[]")
