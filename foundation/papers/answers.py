"""Papers as answers of the web server."""

from django.http import HttpResponse

from foundation.vault import headers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_pdf(name: str, content: bytes) -> HttpResponse:
    """A PDF that the browser shows and saves under this name."""
    return _answer("inline", name, content, "application/pdf")


def as_xlsx(name: str, content: bytes) -> HttpResponse:
    """A workbook that the browser saves under this name."""
    return _answer("attachment", name, content, XLSX)


def as_csv(name: str, content: bytes) -> HttpResponse:
    """A table as text that the browser saves under this name."""
    return _answer("attachment", name, content, "text/csv; charset=utf-8")


def as_zip(name: str, content: bytes) -> HttpResponse:
    """A package that the browser saves under this name."""
    return _answer("attachment", name, content, "application/zip")


def _answer(disposition: str, name: str, content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    headers.tell(response, disposition=disposition, name=name)
    return response
