"""What the answer with a private file says about itself, whatever stands around the site."""

from urllib.parse import quote

from django.http.response import HttpResponseBase


def tell(response: HttpResponseBase, *, disposition: str, name: str) -> None:
    """Under which name it is shown or saved, that it is what its type says, that nobody keeps it.

    Every sign of the name is written as RFC 8187 has it, so that no name ends the header, names a
    folder or loses its accents.
    """
    encoded = quote(name, safe="")
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{encoded}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"


def run_nothing(response: HttpResponseBase) -> None:
    """What somebody sent in loads and runs nothing, whatever a browser takes it for."""
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
