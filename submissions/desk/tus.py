"""Uploads in pieces by tus 1.0.0: creation, expiration, termination, checksum
(https://tus.io/protocols/resumable-upload).

Our own endpoint, because no maintained server for Django exists; the rules are in uploads.py, the
wire is here.
"""

import base64
import binascii
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from competition import clock
from competition.errors import NotAllowed, Refused
from submissions import permissions
from submissions.desk.scope import writable_entry
from submissions.files import attach, uploads
from submissions.models import Entry, Upload

VERSION = "1.0.0"
_STATUS = {
    uploads.WrongOffset: 409,
    uploads.WrongChecksum: 460,
    uploads.Occupied: 423,
    NotAllowed: 403,
    attach.NoRoom: 507,
}


def _answer(status: int, *, text: str = "", **headers) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = str(value)
    return response


def _refused(refusal: Refused) -> HttpResponse:
    for kind, status in _STATUS.items():
        if isinstance(refusal, kind):
            return _answer(status, text=str(refusal))
    return _answer(400, text=str(refusal))


def _number(request, header: str) -> int | None:
    typed = request.headers.get(header, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: `key base64,key base64`. A value that is not base64 of UTF-8 is left out."""
    values = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            values[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return values


@login_required
@require_http_methods(["OPTIONS", "POST"])
def create_upload(request, public_id):
    """OPTIONS tells what we can do; POST begins an upload for a draft of this person."""
    entry = writable_entry(request, public_id)
    if request.method == "OPTIONS":
        return _answer(
            204,
            Tus_Version=VERSION,
            Tus_Extension="creation,expiration,termination,checksum",
            Tus_Max_Size=_most_bytes(entry),
            Tus_Checksum_Algorithm=",".join(uploads.CHECKSUMS),
        )
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, Tus_Version=VERSION)
    size = _number(request, "Upload-Length")
    if size is None:
        return _answer(400, text="Upload-Length")
    return _begin(request, entry, size)


def _most_bytes(entry: Entry) -> int:
    return entry.edition.max_file_mb * 1024 * 1024


def _begin(request, entry: Entry, size: int) -> HttpResponse:
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        begun = uploads.begin(
            entry=entry,
            name=metadata.get("filename", ""),
            size=size,
            by=request.user,
            at=clock.now(),
            caption=metadata.get("caption", ""),
            part=slugify(metadata.get("part", "")),
        )
    except Refused as refusal:
        if size > _most_bytes(entry):
            return _answer(413, text=str(refusal))
        return _refused(refusal)
    address = reverse("upload", args=[entry.public_id, begun.public_id])
    expires = http_date(begun.expires_at.timestamp())
    return _answer(201, Location=request.build_absolute_uri(address), Upload_Expires=expires)


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request, public_id, upload_id):
    """HEAD: how far; PATCH: the next piece, and the attachment with the last one; DELETE: forget
    it.
    """
    begun = get_object_or_404(
        Upload.objects.select_related("entry", "owner", "attachment"),
        public_id=upload_id,
        entry__public_id=public_id,
    )
    if not permissions.sends(request.user, begun):
        raise Http404
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, Tus_Version=VERSION)
    expires = http_date(begun.expires_at.timestamp())
    if begun.expires_at < clock.now() and not begun.attachment_id:
        return _answer(410)
    if request.method == "HEAD":
        return _standing(begun, expires)
    if request.method == "DELETE":
        uploads.abandon(upload=begun)
        return _answer(204)
    return _patch(request, begun, expires)


def _standing(begun: Upload, expires: str) -> HttpResponse:
    """How far an upload has come."""
    try:
        reached = uploads.reached(upload=begun)
    except Refused as refusal:
        return _refused(refusal)
    return _answer(
        200,
        Upload_Offset=reached,
        Upload_Length=begun.size,
        Upload_Expires=expires,
        **_describes(begun),
    )


def _patch(request, begun: Upload, expires: str) -> HttpResponse:
    """The next piece of an upload; with the last one it becomes a file of the dossier."""
    offset = _number(request, "Upload-Offset")
    if request.content_type != "application/offset+octet-stream":
        return _answer(415)
    if offset is None:
        return _answer(400, text="Upload-Offset")
    algorithm, _, digest = request.headers.get("Upload-Checksum", "").partition(" ")
    if algorithm and algorithm not in uploads.CHECKSUMS:
        return _answer(400, text="Upload-Checksum")
    checksum = (algorithm, digest) if algorithm else None
    try:
        reached = uploads.append(upload=begun, offset=offset, stream=request, checksum=checksum)
        if reached == begun.size:
            begun.attachment = uploads.finish(upload=begun)
    except Refused as refusal:
        return _refused(refusal)
    return _answer(204, Upload_Offset=reached, Upload_Expires=expires, **_describes(begun))


def _describes(begun: Upload) -> dict[str, Any]:
    """Where one says what a file shows that has come whole: it may be written after the file was
    chosen.
    """
    if begun.attachment is None:
        return {}
    where = [begun.entry.public_id, begun.attachment.public_id]
    return {"Upload_Describe": reverse("describe_file", args=where)}
