"""A letter to many: written, tried out on oneself, agreed to by a second person, sent once each.

Whom it goes to is settled when the second person agrees; each person is a row, and the worker
writes the rows that have no message yet. Killed at any place it goes on where it was.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.letters import groups
from competition.letters.texts import Texts, about
from competition.letters.wording import MOST_LETTERS, filled, refusal_of
from competition.models import (
    Broadcast,
    BroadcastFile,
    BroadcastRecipient,
    Edition,
    JointRequest,
)
from competition.permissions import can_run
from competition.two_windows import Difference, changed_since, require_as_read, require_newest
from competition.verbs import fits, lock, page_address
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications import post
from foundation.notifications.models import Message
from foundation.vault.models import Blob

KIND = "broadcast"
NAMES = ["ho_ten", "ky_thi"]  # the placeholders that a letter to many knows
WRITTEN = ("group", "narrowed", "subject", "body", "subject_en", "body_en")
MOST_FILES = 3
MOST_MB = 5  # of all files together: a mail of more is refused by many servers
AT_ONCE = 50  # people a chunk


@dataclass(frozen=True)
class Content:
    """What is typed: to whom, and the texts; the English ones may be empty."""

    group: str
    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""
    narrowed: Mapping[str, int] = field(default_factory=dict)


def _checked(content: Content) -> dict[str, Any]:
    """The columns. Raises Refused."""
    if groups.group_of(content.group) is None:
        raise Refused(_("Choose to whom the letter goes."))
    if not content.subject.strip() or not content.body.strip():
        raise Refused(_("A letter has a subject and a text."))
    if bool(content.subject_en.strip()) != bool(content.body_en.strip()):
        raise Refused(_("In English too, a letter has a subject and a text."))
    for text in (content.subject, content.body, content.subject_en, content.body_en):
        refusal = refusal_of(text, NAMES)
        if refusal:
            raise Refused(refusal)
        if len(text) > MOST_LETTERS:
            raise Refused(_("This text is too long for a letter."))
    return {
        "group": content.group,
        "narrowed": {key: value for key, value in content.narrowed.items() if value},
        "subject": fits(" ".join(content.subject.split()), 200),
        "body": content.body.strip(),
        "subject_en": fits(" ".join(content.subject_en.split()), 200),
        "body_en": content.body_en.strip(),
    }


def _need_right(by: User, edition: Edition) -> None:
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat writes letters to many."))


def _open(broadcast: Broadcast, by: User) -> Broadcast:
    """The locked draft. Raises NotAllowed, WrongState."""
    _need_right(by, broadcast.edition)
    broadcast = lock(broadcast, "edition")
    if not is_open(broadcast, request_of(broadcast)):
        raise WrongState(_("This letter waits for a second person or is on its way."))
    return broadcast


def request_of(broadcast: Broadcast) -> JointRequest | None:
    """What was asked for last about this letter."""
    rows = JointRequest.objects.filter(
        edition=broadcast.edition_id, kind=KIND, content__broadcast=broadcast.pk
    )
    return rows.order_by("-pk").first()


def is_open(broadcast: Broadcast, joint: JointRequest | None) -> bool:
    """Whether it is still being written: also once a request was declined, taken back or void.
    `joint` is what was asked for last about it.
    """
    return state_now(broadcast, joint) == Broadcast.State.DRAFT


def state_now(broadcast: Broadcast, joint: JointRequest | None) -> Broadcast.State:
    """How it stands by what was asked for last about it: without a request that waits, a letter is
    being written.
    """
    state = Broadcast.State(broadcast.state)
    is_waiting = joint is not None and joint.is_waiting(clock.now())
    return Broadcast.State.DRAFT if state == Broadcast.State.ASKED and not is_waiting else state


def ending_of(broadcast: Broadcast, joint: JointRequest | None) -> str:
    """What became of the request, in words, where nobody has written the letter anew since; empty
    while it waits or is on its way.
    """
    if broadcast.state != Broadcast.State.ASKED or joint is None:
        return ""
    ended: dict[str, str] = {
        JointRequest.State.DECLINED: _("The second person did not agree:") + f" {joint.answer}",
        JointRequest.State.TAKEN_BACK: _("The request was taken back."),
        JointRequest.State.EXPIRED: _("Nobody answered the request in time: it is void."),
    }
    return ended.get(joint.state_at(clock.now()), "")


@transaction.atomic
def write(*, edition: Edition, content: Content, by: User, at: datetime.datetime) -> Broadcast:
    """Begin a letter to many; nobody gets it yet. Raises NotAllowed, Refused."""
    _need_right(by, edition)
    columns = _checked(content)
    return Broadcast.objects.create(edition=edition, written_by=by, written_at=at, **columns)


def stored_content(broadcast: Broadcast) -> dict[str, Any]:
    """What of a letter is written: to whom, and the texts."""
    return {name: getattr(broadcast, name) for name in WRITTEN}


@transaction.atomic
def revise(
    *,
    broadcast: Broadcast,
    content: Content,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Broadcast:
    """Write it anew. Raises NotAllowed, WrongState, Refused; Stale where somebody else has done so
    since the version `upon`.
    """
    broadcast = _open(broadcast, by)
    columns = _checked(content)
    require_newest(stored_content(broadcast), columns, upon=upon)
    for name, value in columns.items():
        setattr(broadcast, name, value)
    broadcast.state = Broadcast.State.DRAFT
    broadcast.written_by = by
    broadcast.written_at = at
    broadcast.save()
    return broadcast


@transaction.atomic
def enclose(*, broadcast: Broadcast, name: str, blob: Blob, by: User) -> BroadcastFile:
    """A file goes with it; the caller has had it checked. Raises NotAllowed, WrongState, Refused
    (too many, too large).
    """
    broadcast = _open(broadcast, by)
    sizes = list(broadcast.files.values_list("blob__size", flat=True))
    if len(sizes) >= MOST_FILES:
        raise Refused(_("At most %(most)s files go with a letter.") % {"most": MOST_FILES})
    if sum(sizes) + blob.size > MOST_MB * 1024 * 1024:
        raise Refused(
            _("The files of a letter have at most %(most)s MB together.") % {"most": MOST_MB}
        )
    return BroadcastFile.objects.create(broadcast=broadcast, blob=blob, name=name[:120])


@transaction.atomic
def take_out(*, file: BroadcastFile, by: User) -> None:
    """A file does not go with it any more. Raises NotAllowed, WrongState."""
    _open(file.broadcast, by)
    file.delete()


@transaction.atomic
def throw_away(*, broadcast: Broadcast, by: User) -> None:
    """A letter that nobody got is forgotten. Raises NotAllowed, WrongState."""
    _open(broadcast, by).delete()


def texts_for(broadcast: Broadcast, person: User) -> Texts:
    """(subject, body) as this person gets it: in the person's language, where it is written so."""
    is_english = person.language == "en" and broadcast.body_en
    subject = broadcast.subject_en if is_english else broadcast.subject
    body = broadcast.body_en if is_english else broadcast.body
    values = _values(broadcast, person)
    return filled(subject, values)[:200], filled(body, values)


def _values(broadcast: Broadcast, person: User) -> dict[str, str]:
    return {"ho_ten": person.full_name, "ky_thi": broadcast.edition.label}


def _files(broadcast: Broadcast) -> list[tuple[str, Blob]]:
    return [(file.name, file.blob) for file in broadcast.files.select_related("blob")]


@transaction.atomic
def try_out(*, broadcast: Broadcast, by: User, at: datetime.datetime) -> Message:
    """The letter to whoever asks, as everybody would get it. Raises NotAllowed."""
    _need_right(by, broadcast.edition)
    subject, body = texts_for(broadcast, by)
    return post.write(
        by,
        (
            _("[Test] %(subject)s") % {"subject": subject[:180]},
            body,
        ),
        key=f"broadcast-test:{broadcast.pk}:{by.pk}:{at.isoformat()}",
        about=about(broadcast.edition),
        files=_files(broadcast),
    )


def parts_of(broadcast: Broadcast) -> dict[str, Any]:
    """All that a second person agrees to, part by part."""
    files = [[file.name, file.blob.sha256] for file in broadcast.files.select_related("blob")]
    return stored_content(broadcast) | {"files": files}


def changed_parts(broadcast: Broadcast, upon: str) -> list[Difference]:
    """What of a letter is not what was read at this mark, as it is now."""
    group = groups.group_of(broadcast.group)
    words = {
        "group": (_("To whom"), str(group.label) if group else broadcast.group),
        "narrowed": (_("To whom"), _("narrowed otherwise")),
        "subject": (pgettext("of a letter", "Subject"), broadcast.subject),
        "body": (pgettext("of a letter", "Text"), broadcast.body),
        "subject_en": (_("Subject in English"), broadcast.subject_en),
        "body_en": (_("Text in English"), broadcast.body_en),
        "files": (_("Files that go with it"), _names_of_files(broadcast)),
    }
    changed = [name for name in changed_since(parts_of(broadcast), upon) if name in words]
    return [Difference(*words[name], name) for name in changed]


def _names_of_files(broadcast: Broadcast) -> str:
    return ", ".join(file.name for file in broadcast.files.all())


def digest_of(broadcast: Broadcast) -> str:
    """SHA-256 (hex) over all that a second person agrees to."""
    files = [[file.name, file.blob.sha256] for file in broadcast.files.select_related("blob")]
    return chain.digest_of([[getattr(broadcast, name) for name in WRITTEN], files])


@transaction.atomic
def ask(
    *,
    broadcast: Broadcast,
    reason: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> JointRequest:
    """Ask a second person to agree that it goes out. Raises NotAllowed, WrongState, Refused; Stale
    where it is not the letter that was read at the mark `upon`.
    """
    broadcast = _open(broadcast, by)
    require_as_read(parts_of(broadcast), upon=upon)
    people = groups.people_of(broadcast.edition, broadcast.group, broadcast.narrowed)
    count = people.count()
    if not count:
        raise Refused(_("Nobody is in this group now."))
    broadcast.state = Broadcast.State.ASKED
    broadcast.save(update_fields=["state"])
    return joint_requests.ask(
        edition=broadcast.edition,
        kind=KIND,
        content={"broadcast": broadcast.pk, "digest": digest_of(broadcast)},
        changes=_what_goes_out(broadcast, count),
        reason=reason,
        by=by,
        at=at,
    )


def _what_goes_out(broadcast: Broadcast, count: int, reader: User | None = None) -> list[list[str]]:
    """[[part, "", text]] as it is written; with a reader, as this person will read it."""
    group = groups.group_of(broadcast.group)
    text_label = pgettext("of a letter", "Text")
    if reader:
        text_label = _("Text, as %(name)s reads it") % {"name": reader.full_name}

    def read(text: str) -> str:
        return filled(text, _values(broadcast, reader)) if reader else text

    parts = [
        [_("To whom"), "", f"{group.label if group else ''} ({count})"],
        [pgettext("of a letter", "Subject"), "", read(broadcast.subject)],
        [text_label, "", read(broadcast.body)],
    ]
    if broadcast.body_en:
        parts.append([_("Subject in English"), "", read(broadcast.subject_en)])
        parts.append([_("Text in English"), "", read(broadcast.body_en)])
    return [*parts, [_("Files that go with it"), "", _names_of_files(broadcast) or "–"]]


def _asked_about(joint: JointRequest) -> Broadcast | None:
    letters = Broadcast.objects.select_related("edition")
    return letters.filter(pk=joint.content["broadcast"]).first()


def _letter_of(joint: JointRequest) -> Broadcast:
    """Raises WrongState when it was thrown away."""
    broadcast = _asked_about(joint)
    if broadcast is None:
        raise WrongState(_("This letter was thrown away."))
    return broadcast


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    broadcast = _letter_of(joint)
    asked_for = joint.content["digest"] == digest_of(broadcast)
    if broadcast.state != Broadcast.State.ASKED or not asked_for:
        raise WrongState(_("The letter is not the one that was asked for. Ask anew."))


def _page(joint: JointRequest, user: User) -> str:
    broadcast = _asked_about(joint)
    if broadcast is None or not can_run(user, joint.edition_id):
        return ""
    return page_address("broadcast", joint.edition.slug, broadcast.pk)


def _read(joint: JointRequest, user: User) -> list[list[str]]:
    """The letter as one of its people reads it; who does not run the edition learns no name by
    that, and reads it as if it came to them. One that was changed since stands as it was asked for.
    """
    broadcast = _asked_about(joint)
    if broadcast is None or joint.content["digest"] != digest_of(broadcast):
        return joint.changes
    people = groups.people_of(broadcast.edition, broadcast.group, broadcast.narrowed)
    first = people.first() if can_run(user, joint.edition_id) else None
    return _what_goes_out(broadcast, broadcast.total or people.count(), first or user)


@joint_requests.takes_two(
    KIND,
    gettext_lazy("A letter to many people"),
    joint_requests.About.PEOPLE,
    page=_page,
    read=_read,
    still=_still,
)
def _agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    broadcast = lock(_letter_of(joint), "edition")
    _still(joint, at)
    people = groups.people_of(broadcast.edition, broadcast.group, broadcast.narrowed)
    rows = [BroadcastRecipient(broadcast=broadcast, person=person) for person in people]
    BroadcastRecipient.objects.bulk_create(rows, batch_size=500)
    broadcast.total = len(rows)
    broadcast.state = Broadcast.State.SENDING
    broadcast.agreed_by = by
    broadcast.agreed_at = at
    broadcast.save(update_fields=["total", "state", "agreed_by", "agreed_at"])
    line = {"broadcast": broadcast.pk, "group": broadcast.group, "people": len(rows)}
    text = f"{broadcast.subject}\n\n{broadcast.body}"
    chain.append(broadcast.edition.chain, "broadcast.sent", line, at=at, by=by, text=text)
    work.ask(
        "send_broadcast",
        key=f"broadcast:{broadcast.pk}",
        params={"broadcast": broadcast.pk},
        total=len(rows),
        by=joint.asked_by,
    )


@work.handler("send_broadcast")
def send(job: Job) -> tuple[int, int]:
    """Write the next people their messages: each stands or falls with the row that names it."""
    broadcast = Broadcast.objects.select_related("edition").get(pk=job.params["broadcast"])
    files = _files(broadcast)
    waiting = broadcast.recipients.filter(message=None, is_written=False).select_related("person")
    for recipient in waiting[:AT_ONCE]:
        _write(broadcast, recipient, files)
    left = waiting.count()
    if not left:
        Broadcast.objects.filter(pk=broadcast.pk).update(state=Broadcast.State.DONE)
    return broadcast.total - left, broadcast.total


@transaction.atomic
def _write(
    broadcast: Broadcast, recipient: BroadcastRecipient, files: list[tuple[str, Blob]]
) -> None:
    person = recipient.person
    if person.is_active:
        recipient.message = post.write(
            person,
            texts_for(broadcast, person),
            key=f"broadcast:{broadcast.pk}:{person.pk}",
            about=about(broadcast.edition),
            files=files,
        )
    recipient.is_written = True
    recipient.save(update_fields=["message", "is_written"])


@dataclass(frozen=True)
class Progress:
    """How many people of a letter are at which point."""

    total: int
    queued: int
    sent: int
    failed: int
    in_app: int  # neither e-mail nor phone: it lies in the inbox


def progress_of(broadcast: Broadcast) -> Progress:
    """Counted in one query."""
    state = Message.Delivery
    counts = broadcast.recipients.aggregate(
        sent=Count("pk", filter=Q(message__delivery=state.SENT)),
        failed=Count("pk", filter=Q(message__delivery=state.FAILED)),
        in_app=Count("pk", filter=Q(message__delivery=state.IN_APP)),
        gone=Count("pk", filter=Q(message=None, is_written=True)),
    )
    done = sum(counts.values())
    return Progress(
        total=broadcast.total,
        queued=broadcast.total - done,
        sent=counts["sent"],
        failed=counts["failed"],
        in_app=counts["in_app"],
    )


def written_in(edition: Edition) -> QuerySet[Broadcast]:
    """The letters to many of an edition, the last one first, each with how many were `sent`; how
    they stand is said by `states_now`.
    """
    is_sent = Q(recipients__message__delivery=Message.Delivery.SENT)
    return edition.broadcasts.annotate(sent=Count("recipients", filter=is_sent))


def states_now(broadcasts: Iterable[Broadcast]) -> dict[int, Broadcast.State]:
    """{letter: how it stands}, as `state_now` says of one, in one query."""
    rows = list(broadcasts)
    asked = [row.pk for row in rows if row.state == Broadcast.State.ASKED]
    found = JointRequest.objects.filter(kind=KIND, content__broadcast__in=asked).order_by("pk")
    last = {joint.content["broadcast"]: joint for joint in found} if asked else {}
    return {row.pk: state_now(row, last.get(row.pk)) for row in rows}


def failed_in(edition: Edition) -> QuerySet[Message]:
    """The messages of an edition that could not be sent, the last one first."""
    failed = Message.objects.filter(about=about(edition), delivery=Message.Delivery.FAILED)
    return failed.select_related("recipient").order_by("-pk")


@transaction.atomic
def send_again(*, edition: Edition, messages: list[int], by: User, at: datetime.datetime) -> int:
    """Try messages of the edition that have failed once more. Returns how many. Raises NotAllowed,
    Refused (none was chosen).
    """
    _need_right(by, edition)
    chosen = list(failed_in(edition).filter(pk__in=messages))
    if not chosen:
        raise Refused(_("Choose messages that have failed."))
    count = sum(post.send_again(message) for message in chosen)
    chain.append(edition.chain, "messages.sent_again", {"messages": count}, at=at, by=by)
    return count
