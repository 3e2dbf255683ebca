"""Papers as answers of the web server."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_pdf(name: str, content: bytes) -> HttpResponse:
    """A PDF that the browser shows and saves under this name."""
    return _answer("inline", name, content, "application/pdf")


def as_xlsx(name: str, content: bytes) -> HttpResponse:
    """A workbook that the browser saves under this name."""
    return _answer("attachment", name, content, XLSX)


def _answer(disposition: str, name: str, content: bytes, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
