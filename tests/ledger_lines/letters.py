"""What the office's letters leave in the ledger, and the views that it keeps of its lists."""

from django.http import QueryDict

from competition import joint_requests
from competition.letters import broadcasting, reminders, texts
from competition.letters.broadcasting import Content
from competition.letters.events import letter_of
from competition.listing import saving
from competition.models import Broadcast, JointRequest
from foundation.notifications.models import Message
from submissions.office.entry_list import EntryList
from tests.factories.competition import BroadcastFileFactory
from tests.factories.foundation import BlobFactory, MessageFactory
from tests.ledger_lines.competition import content_of
from tests.ledger_lines.rows import kept, leaves, leaves_none

WRITING = (
    "nobody gets it yet: the line that asks a second person holds its digest, that of the sending "
    "its text"
)
TO_ONESELF = "it goes to whoever tries it out, and to nobody else"
LOOKING = "how somebody looks at a list is no act on a work, nor on a rule"
TEXT = Content("committee", "Họp {ky_thi}", "Kính gửi {ho_ten},\n\nxin mời họp.")
WORDED = {"subject": "Đã nhận {so_ho_so}", "body": "Chào {ho_ten},\n\n{ly_do}"}


def letter(r) -> Broadcast:
    """To the organising committee, being written."""
    return broadcasting.write(edition=r.edition, content=TEXT, by=r.cast.secretary, at=r.at(2))


def asked(r) -> JointRequest:
    """The letter to the committee, which waits for a second person."""
    usual = {"by": r.cast.secretary, "at": r.at(3)}
    return broadcasting.ask(broadcast=letter(r), reason="Mời họp", **usual)


@leaves_none(WRITING, verb=broadcasting.write, on="begun")
def a_letter_begun(r, call):
    call(edition=r.edition, content=TEXT, by=r.cast.secretary, at=r.at(2))


@leaves_none(WRITING, verb=broadcasting.revise, on="begun")
def a_letter_written_anew(r, call):
    call(broadcast=letter(r), content=TEXT, by=r.cast.secretary, at=r.at(3))


@leaves_none(WRITING, verb=broadcasting.enclose, on="begun")
def a_file_enclosed(r, call):
    call(broadcast=letter(r), name="the-le.pdf", blob=BlobFactory(), by=r.cast.secretary)


@leaves_none(WRITING, verb=broadcasting.take_out, on="begun")
def a_file_taken_out(r, call):
    call(file=BroadcastFileFactory(broadcast=letter(r)), by=r.cast.secretary)


@leaves_none(WRITING, verb=broadcasting.throw_away, on="begun")
def a_letter_thrown_away(r, call):
    call(broadcast=letter(r), by=r.cast.secretary)


@leaves_none(TO_ONESELF, verb=broadcasting.try_out, on="begun")
def a_letter_tried_out(r, call):
    call(broadcast=letter(r), by=r.cast.secretary, at=r.at(3))


@leaves("joint.asked", verb=broadcasting.ask, on="begun")
def a_letter_asked_for(r, call):
    joint = call(broadcast=letter(r), reason="Mời họp", by=r.cast.secretary, at=r.at(3))
    yield "joint.asked", content_of(joint)


@leaves("broadcast.sent", "joint.agreed", verb=joint_requests.agree, on="begun")
def a_letter_sent_by_two(r, call):
    joint = asked(r)
    call(joint=joint, by=r.cast.committee[0], at=r.at(4))
    sent = Broadcast.objects.get()
    line = {"broadcast": sent.pk, "group": "committee", "people": len(r.cast.committee)}
    yield "broadcast.sent", line | kept("broadcast.sent", f"{TEXT.subject}\n\n{TEXT.body}")
    yield "joint.agreed", content_of(joint)


@leaves("messages.sent_again", verb=broadcasting.send_again, on="begun")
def failed_messages_sent_again(r, call):
    about = texts.about(r.edition)
    failed = MessageFactory.create_batch(2, about=about, delivery=Message.Delivery.FAILED)
    chosen = [message.pk for message in failed]
    call(edition=r.edition, messages=chosen, by=r.cast.secretary, at=r.at(2))
    yield "messages.sent_again", {"messages": 2}


def wording(r) -> dict:
    """Whose words they are, and of which letter."""
    about = {"edition": r.edition, "letter": letter_of("screening_returned"), "language": "vi"}
    return about | {"by": r.cast.secretary}


@leaves("letter_text.changed", verb=texts.change, on="begun")
def a_letter_worded(r, call):
    call(**wording(r), **WORDED, at=r.at(2))
    line = {"letter": "screening_returned", "language": "vi"}
    text = f"{WORDED['subject']}\n\n{WORDED['body']}"
    yield "letter_text.changed", line | kept("letter_text.changed", text)


@leaves("letter_text.reset", verb=texts.reset, on="begun")
def a_letter_in_the_product_s_words(r, call):
    texts.change(**wording(r), **WORDED, at=r.at(2))
    call(**wording(r), at=r.at(3))
    yield "letter_text.reset", {"letter": "screening_returned", "language": "vi"}


@leaves("reminders.planned", verb=reminders.plan, on="begun")
def reminders_planned(r, call):
    days = {"draft_unfinished": [1, 4, 4], "sheet_due": [3, 1]}  # the latter as the product has it
    call(edition=r.edition, days=days, by=r.cast.secretary, at=r.at(2))
    yield "reminders.planned", {"days": {"draft_unfinished": [4, 1]}}


def listed(r) -> EntryList:
    return EntryList(r.edition, QueryDict("trang-thai=submitted"))


@leaves_none(LOOKING, verb=saving.save_view, on="begun")
def a_view_kept(r, call):
    call(listing=listed(r), name="Chờ", is_shared=True, by=r.cast.secretary, at=r.at(2))


@leaves_none(LOOKING, verb=saving.drop_view, on="begun")
def a_view_dropped(r, call):
    usual = {"is_shared": True, "by": r.cast.secretary, "at": r.at(2)}
    call(view=saving.save_view(listing=listed(r), name="Chờ", **usual), by=r.cast.secretary)


@leaves_none(LOOKING, verb=saving.choose_columns, on="begun")
def columns_chosen(r, call):
    call(listing=listed(r), names=[], by=r.cast.secretary, at=r.at(2))
