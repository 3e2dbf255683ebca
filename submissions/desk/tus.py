"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): creation, expiration, termination,
checksum.

Our own endpoint, because no maintained server for Django exists; the rules are in uploads.py, the
wire is here.
"""

import base64
import binascii

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from competition import clock
from competition.errors import NotAllowed, Refused
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
    return _answer(
        next((status for kind, status in _STATUS.items() if isinstance(refusal, kind)), 400),
        text=str(refusal),
    )


def _number(request, header: str) -> int | None:
    typed = request.headers.get(header, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: `key base64,key base64`. A value that is not base64 of UTF-8 is left out."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


@login_required
@require_http_methods(["OPTIONS", "POST"])
def create_upload(request, public_id):
    """OPTIONS tells what we can do; POST begins an upload for a draft of this person."""
    entry = get_object_or_404(
        Entry.objects.editable_by(request.user).select_related("edition"), public_id=public_id
    )
    most = entry.edition.max_file_mb * 1024 * 1024
    if request.method == "OPTIONS":
        return _answer(
            204,
            Tus_Version=VERSION,
            Tus_Extension="creation,expiration,termination,checksum",
            Tus_Max_Size=most,
            Tus_Checksum_Algorithm=",".join(uploads.CHECKSUMS),
        )
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, Tus_Version=VERSION)
    size = _number(request, "Upload-Length")
    if size is None:
        return _answer(400, text="Upload-Length")
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        about = {"caption": told.get("caption", ""), "part": slugify(told.get("part", ""))}
        upload = uploads.begin(
            entry=entry,
            name=told.get("filename", ""),
            size=size,
            by=request.user,
            at=clock.now(),
            **about,
        )
    except Refused as refusal:
        return _answer(413, text=str(refusal)) if size > most else _refused(refusal)
    place = request.build_absolute_uri(reverse("upload", args=[public_id, upload.public_id]))
    return _answer(201, Location=place, Upload_Expires=http_date(upload.expires_at.timestamp()))


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request, public_id, upload_id):
    """HEAD: how far; PATCH: the next piece, and the attachment with the last one; DELETE: forget
    it.
    """
    found = get_object_or_404(
        Upload.objects.select_related("entry", "owner"),
        public_id=upload_id,
        entry__public_id=public_id,
        owner=request.user,
    )
    if request.headers.get("Tus-Resumable") != VERSION:
        return _answer(412, Tus_Version=VERSION)
    expires = http_date(found.expires_at.timestamp())
    if found.expires_at < clock.now() and not found.attachment_id:
        return _answer(410)
    if request.method == "HEAD":
        return _answer(
            200,
            Upload_Offset=uploads.offset_of(found),
            Upload_Length=found.size,
            Upload_Expires=expires,
        )
    if request.method == "DELETE":
        uploads.abandon(upload=found)
        return _answer(204)
    return _patch(request, found, expires)


def _patch(request, found: Upload, expires: str) -> HttpResponse:
    offset = _number(request, "Upload-Offset")
    if request.content_type != "application/offset+octet-stream":
        return _answer(415)
    if offset is None:
        return _answer(400, text="Upload-Offset")
    algorithm, _, digest = request.headers.get("Upload-Checksum", "").partition(" ")
    if algorithm and algorithm not in uploads.CHECKSUMS:
        return _answer(400, text="Upload-Checksum")
    try:
        reached = uploads.append(
            upload=found,
            offset=offset,
            stream=request,
            checksum=(algorithm, digest) if algorithm else None,
        )
        if reached == found.size:
            uploads.finish(upload=found)
    except Refused as refusal:
        return _refused(refusal)
    return _answer(204, Upload_Offset=reached, Upload_Expires=expires)
