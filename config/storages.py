"""Where public and private files lie, as the environment names it: on a disk, or in an
S3-compatible storage (`uv sync --extra s3`).
"""

from typing import Any
from urllib.parse import urlsplit

DISK = "django.core.files.storage.FileSystemStorage"
S3 = "storages.backends.s3.S3Storage"
# A second picture of the same name is another picture; addresses are short and need no signature.
_PUBLIC_S3 = {"file_overwrite": False, "querystring_auth": False}
# The same name is the same content. Without this option nothing is said about who may read, and
# the bucket's own rule holds: it must be a private one.
_PRIVATE_S3 = {"file_overwrite": True, "default_acl": None, "custom_domain": None}


def public(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """A storage of STORAGES for the editors' pictures and documents."""
    return {"BACKEND": backend, "OPTIONS": (_PUBLIC_S3 if backend == S3 else {}) | options}


def private(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """A storage of STORAGES for files that only the application hands out."""
    return {"BACKEND": backend, "OPTIONS": options | (_PRIVATE_S3 if backend == S3 else {})}


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
