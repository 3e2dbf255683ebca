"""What the rules' verbs leave in the ledger."""

from competition import clock, dossiers, extension
from tests.ledger_lines.rows import leaves, leaves_none

FORM = "the form is kept by version and digest with each dossier that is sent in"


@leaves("deadline.extended", verb=extension.extend, on="begun")
def extended(r, call):
    until = r.at(33)
    call(
        edition=r.edition,
        closes_at=until,
        decision_number=" 7/QĐ-BTC ",
        reason="Mưa lũ kéo dài",
        by=r.cast.secretary,
        at=r.at(29),
    )
    yield "deadline.extended", {"decision": "7/QĐ-BTC", "closes": until.isoformat()}


@leaves_none(FORM, verb=dossiers.apply_template, on="begun")
def a_ready_form(r, call):
    with clock.set_to(r.at(-5)):
        r.edition.questions.all().delete()
        call(edition=r.edition, kind=None, name=next(iter(dossiers.TEMPLATES)), by=r.cast.secretary)


@leaves_none(FORM, verb=dossiers.move, on="begun")
def a_question_moved(r, call):
    with clock.set_to(r.at(-5)):
        call(question=r.edition.questions.last(), up=True, by=r.cast.secretary)


@leaves_none(FORM, verb=dossiers.keep_question, on="begun")
def a_question_changed(r, call):
    question = r.edition.questions.first()
    question.label = "Câu hỏi khác"
    with clock.set_to(r.at(-5)):
        call(question=question, by=r.cast.secretary)


@leaves_none(FORM, verb=dossiers.take_out, on="begun")
def a_question_taken_out(r, call):
    with clock.set_to(r.at(-5)):
        call(question=r.edition.questions.first(), by=r.cast.secretary)
