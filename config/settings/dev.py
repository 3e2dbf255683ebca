"""The embedded default: SQLite, files on disk, no server beside it. `./run demo` and a developer's
machine use it.
"""

import os
import secrets

from .base import *
from .base import INSTALLED_APPS, VAR_DIR, env

VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """A key of this folder's own, made on first use: a demonstration that someone leaves running
    has no known key.
    """
    path = VAR_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key()
INSTALLED_APPS += ["demo"]
STYLEGUIDE = True
MESSAGES_PAGE = True
