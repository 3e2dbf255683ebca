"""Where public and private files lie, as the environment names it: on a disk, or in an
S3-compatible storage (`uv sync --extra s3`).
"""

from typing import Any
from urllib.parse import urlsplit

from django.utils.module_loading import import_string

DISK = "django.core.files.storage.FileSystemStorage"
S3 = "storages.backends.s3.S3Storage"
# A second picture of the same name is another picture; addresses are short and need no signature.
_PUBLIC_S3 = {"file_overwrite": False, "querystring_auth": False}
# The same name is the same content. Without this option nothing is said about who may read, and
# the bucket's own rule holds: it must be a private one.
_PRIVATE_S3 = {"file_overwrite": True, "default_acl": None, "custom_domain": None}


# A page waits for it: a storage that accepts and never answers is given up within half a minute
# (botocore alone waits for three).
_PATIENCE = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}


def public(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """A storage of STORAGES for the editors' pictures and documents."""
    if backend == S3:
        options = _PUBLIC_S3 | _limited(options) | options
    return {"BACKEND": backend, "OPTIONS": options}


def private(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """A storage of STORAGES for files that only the application hands out."""
    if backend == S3:
        options = _limited(options) | options | _PRIVATE_S3
    return {"BACKEND": backend, "OPTIONS": options}


def _limited(options: dict[str, Any]) -> dict[str, Any]:
    """Time limits, beside what the storage itself would tell the library."""
    config = import_string("botocore.config.Config")  # of the extra; a site on a disk has none
    kept = {name: options.get(name) for name in ("signature_version", "proxies")}
    style = {"addressing_style": options.get("addressing_style")}
    return {"client_config": config(s3=style, **kept, **_PATIENCE)}


def origins(storage: dict[str, Any]) -> list[str]:
    """The origin of its addresses, such as https://tep.example.vn; none where they are our own."""
    if storage["BACKEND"] != S3:
        return []
    options = storage["OPTIONS"]
    if domain := options.get("custom_domain"):
        protocol = options.get("url_protocol", "https:")
        return [f"{protocol}//{domain.partition('/')[0]}"]
    if address := options.get("endpoint_url"):
        parts = urlsplit(address)
        host = parts.netloc
        if options.get("addressing_style") == "virtual":
            host = f"{options['bucket_name']}.{host}"
        return [f"{parts.scheme}://{host}"]
    return [f"https://{options['bucket_name']}.s3.amazonaws.com"]
