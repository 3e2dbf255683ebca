"""What the rules' verbs leave in the ledger."""

from allauth.mfa.models import Authenticator

from accounts.membership import grant
from accounts.models import Membership, RoleInvitation, Unit
from competition import (
    clock,
    cloning,
    corrections,
    dossiers,
    extension,
    given_up,
    invitations,
    joint_requests,
    pending_invitations,
    publication,
    recovery,
    roles,
    rule_sets,
    rulebook,
    setting_up,
    switching,
    unit_tables,
    unit_tree,
)
from competition.models import Edition, JointRequest
from foundation.jobs.models import Job
from foundation.ledger.chain import digest_of
from foundation.ledger.models import KeptText
from tests.factories.foundation import JobFactory
from tests.ledger_lines.rows import beside, kept, leaves, leaves_none
from tests.typed_tables import excel

FORM = "the form is kept by version and digest with each dossier that is sent in"


LATER = {"decision_number": " 7/QĐ-BTC ", "reason": "Mưa lũ kéo dài"}


def content_of(joint) -> dict:
    """What the ledger keeps of a request."""
    return {
        "kind": joint.kind,
        "request": joint.pk,
        **beside(content=digest_of(joint.content)),
    }


def later(r) -> JointRequest:
    """A later deadline that was asked for while entries are taken."""
    return extension.extend(
        edition=r.edition, closes_at=r.at(33), by=r.cast.secretary, at=r.at(28), **LATER
    )


def ruled(r, **what) -> dict:
    """A line about rules: the decision, what it did, and the digest of the rules as they stand."""
    return {"decision": "7/QĐ-BTC", "ruling": rulebook.digest_of_ruling(r.edition)} | what


@leaves("deadline.extended", verb=extension.extend, on="begun")
def extended(r, call):
    with clock.set_to(r.at(-9)):
        call(edition=r.edition, closes_at=r.at(33), by=r.cast.secretary, at=r.at(-9), **LATER)
    yield "deadline.extended", ruled(r, closes=r.at(33).isoformat())


@leaves("joint.asked", verb=extension.extend, on="begun")
def asked_for(r, call):
    joint = call(edition=r.edition, closes_at=r.at(33), by=r.cast.secretary, at=r.at(28), **LATER)
    yield "joint.asked", content_of(joint)


@leaves("joint.asked", verb=joint_requests.ask, on="begun")
def asked_for_by_hand(r, call):
    joint = call(
        edition=r.edition,
        kind="extension",
        content={"closes_at": r.at(34).isoformat()},
        changes=[],
        reason="Mưa lũ",
        by=r.cast.secretary,
        at=r.at(28),
    )
    yield "joint.asked", content_of(joint)


@leaves("deadline.extended", "joint.agreed", verb=joint_requests.agree, on="begun")
def agreed_to(r, call):
    joint = later(r)
    call(joint=joint, by=r.cast.committee[0], at=r.at(29))
    yield "deadline.extended", ruled(r, closes=r.at(33).isoformat())
    yield "joint.agreed", content_of(joint)


@leaves("joint.declined", verb=joint_requests.decline, on="begun")
def declined(r, call):
    joint = later(r)
    call(joint=joint, reason="Chưa có quyết định", by=r.cast.committee[0], at=r.at(29))
    yield "joint.declined", content_of(joint)


@leaves("joint.taken_back", verb=joint_requests.take_back, on="begun")
def taken_back(r, call):
    joint = later(r)
    call(joint=joint, by=r.cast.secretary, at=r.at(29))
    yield "joint.taken_back", content_of(joint)


@leaves("joint.expired", verb=joint_requests.look_after, on="begun")
def expired(r, call):
    joint = later(r)
    with clock.set_to(joint.expires_at):
        call()
    yield "joint.expired", content_of(joint)


@leaves("joint.asked", verb=publication.ask_for, on="begun")
def to_be_published(r, call):
    joint = call(edition=r.edition, by=r.cast.secretary, at=r.at(-9), **LATER)
    yield "joint.asked", content_of(joint)


def published(r) -> None:
    """The regulation, before anything has begun."""
    joint = publication.ask_for(edition=r.edition, by=r.cast.secretary, at=r.at(-9), **LATER)
    joint_requests.agree(joint=joint, by=r.cast.committee[0], at=r.at(-9))


@leaves("rules.published", "joint.agreed", verb=joint_requests.agree, on="begun")
def published_by_two(r, call):
    joint = publication.ask_for(edition=r.edition, by=r.cast.secretary, at=r.at(-9), **LATER)
    call(joint=joint, by=r.cast.committee[0], at=r.at(-9))
    yield "rules.published", ruled(r, rules=rulebook.digest_of_rules(r.edition))
    yield "joint.agreed", content_of(joint)


def with_more_authors(r) -> dict:
    return Edition.objects.get(pk=r.edition.pk).serializable_data() | {"max_authors": 3}


@leaves("rules.corrected", verb=corrections.correct, on="begun")
def corrected(r, call):
    published(r)
    correction = call(
        rules=r.edition, after=with_more_authors(r), by=r.cast.secretary, at=r.at(-8), **LATER
    )
    changes = digest_of(correction.changes)
    yield "rules.corrected", ruled(r, changes=changes)


@leaves("rules.corrected", "joint.agreed", verb=joint_requests.agree, on="begun")
def corrected_by_two(r, call):
    published(r)
    joint = corrections.correct(
        rules=r.edition, after=with_more_authors(r), by=r.cast.secretary, at=r.at(2), **LATER
    )
    call(joint=joint, by=r.cast.committee[0], at=r.at(2))
    yield "rules.corrected", ruled(r, changes=digest_of(joint.changes))
    yield "joint.agreed", content_of(joint)


def to_the_committee(r) -> dict:
    return {"edition": r.edition, "user": r.cast.voters[0], "role": "committee", "reason": "QĐ 9"}


@leaves("role.given", verb=roles.give, on="begun")
def a_role_given(r, call):
    call(by=r.cast.secretary, at=r.at(2), **to_the_committee(r))
    line = {"role": "committee", "person": r.cast.voters[0].pk}
    yield "role.given", line | kept("role.given", "QĐ 9")


def to_observe(r) -> dict:
    return {
        "edition": r.edition,
        "role": "observer",
        "who": invitations.Invitee("Lê Thị Mới", r.cast.voters[0].email),
        "reason": "QĐ 9",
        "by": r.cast.secretary,
        "at": r.at(2),
    }


def invited(pk: int) -> dict:
    return {"invitation": pk, "role": "observer", "panel": 0} | kept("role.invited", "QĐ 9")


@leaves("role.invited", verb=invitations.invite, on="begun")
def a_letter_of_invitation(r, call):
    yield "role.invited", invited(call(**to_observe(r)).pk)


@leaves("role.invited", verb=invitations.invite_on_paper, on="begun")
def a_slip_of_invitation(r, call):
    call(**to_observe(r))
    yield "role.invited", invited(RoleInvitation.objects.get().pk)


@leaves("role.given", "invitation.accepted", verb=invitations.accept, on="begun")
def an_invitation_accepted(r, call):
    invitation = invitations.invite(**to_observe(r))
    call.in_the_name_of["role.given"] = r.cast.secretary
    call(invitation=invitation, by=r.cast.voters[0], at=r.at(3))
    line = {"role": "observer", "person": r.cast.voters[0].pk}
    yield "role.given", line | kept("role.given", "QĐ 9")
    yield "invitation.accepted", {"invitation": invitation.pk}


@leaves("invitation.declined", verb=invitations.decline, on="begun")
def an_invitation_declined(r, call):
    invitation = invitations.invite(**to_observe(r))
    call(invitation=invitation, by=r.cast.voters[0], at=r.at(3))
    yield "invitation.declined", {"invitation": invitation.pk}


@leaves("invitation.withdrawn", verb=pending_invitations.withdraw, on="begun")
def an_invitation_withdrawn(r, call):
    invitation = invitations.invite(**to_observe(r))
    call(invitations=[invitation], reason="Nhầm", by=r.cast.second, at=r.at(3))
    line = {"invitation": invitation.pk}
    yield "invitation.withdrawn", line | kept("invitation.withdrawn", "Nhầm")


@leaves("invitation.renewed", verb=pending_invitations.send_again, on="begun")
def an_invitation_sent_again(r, call):
    invitation = invitations.invite(**to_observe(r))
    call(invitations=[invitation], by=r.cast.second, at=r.at(3))
    yield "invitation.renewed", {"invitation": invitation.pk, "way": "letter"}


@leaves("invitation.renewed", verb=pending_invitations.print_slips, on="begun")
def an_invitation_printed(r, call):
    invitation = invitations.invite(**to_observe(r))
    call(invitations=[invitation], by=r.cast.second, at=r.at(3))
    yield "invitation.renewed", {"invitation": invitation.pk, "way": "slip"}


@leaves("edition.cloned", "role.given", "role.given", verb=cloning.clone, on="begun")
def a_copy_for_next_year(r, call):
    original = r.edition
    ruling = rulebook.digest_of_ruling(original)
    name = cloning.next_name(original)
    r.edition = call(  # the lines stand in the copy's own chain
        original=original, name=name, same_secretariat=True, by=r.cast.secretary, at=r.at(2)
    )
    yield "edition.cloned", {"original": original.pk, "rules": ruling}
    texts = KeptText.objects.filter(event__chain__name=r.edition.chain).order_by("event__number")
    for person, reason in zip([r.cast.secretary, r.cast.second], texts, strict=True):
        line = {"role": "secretariat", "person": person.pk}
        yield "role.given", line | {"kept": digest_of([reason.nonce, reason.text])}


@leaves("role.taken", verb=roles.take, on="begun")
def a_role_taken(r, call):
    held = roles.give(by=r.cast.secretary, at=r.at(2), **to_the_committee(r))
    call(held=held, reason="QĐ 10", by=r.cast.secretary, at=r.at(3))
    line = {"role": "committee", "person": r.cast.voters[0].pk}
    yield "role.taken", line | kept("role.taken", "QĐ 10")


def lost_by_a_member(r, call=recovery.ask_for):
    member = r.cast.committee[1]
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    return call(
        edition=r.edition,
        user=member,
        reason="Có thẻ căn cước",
        by=r.cast.secretary,
        at=r.at(2),
    )


@leaves("joint.asked", verb=recovery.ask_for, on="begun")
def a_lost_device(r, call):
    yield "joint.asked", content_of(lost_by_a_member(r, call))


@leaves("factor.set_back", "joint.agreed", verb=joint_requests.agree, on="begun")
def a_device_set_back(r, call):
    joint = lost_by_a_member(r)
    call(joint=joint, by=r.cast.committee[0], at=r.at(2))
    line = {"person": r.cast.committee[1].pk}
    yield "factor.set_back", line | kept("factor.set_back", "Có thẻ căn cước")
    yield "joint.agreed", content_of(joint)


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


@leaves_none("how often work was tried counts for nothing", verb=given_up.send_again, on="begun")
def work_sent_again(r, call):
    grant(r.cast.secretary, Membership.Role.SECRETARIAT)
    call(job=JobFactory(state=Job.State.FAILED), by=r.cast.secretary, at=r.at(1))


@leaves("edition.begun", "role.given", verb=rule_sets.start, on="begun")
def begun_with_ready_rules(r, call):
    original = r.edition
    name = cloning.next_name(original)
    opens_on = r.at(400).date()
    usual = {"beside": original, "by": r.cast.secretary, "at": r.at(2)}
    call(key="sang-kien", name=name, opens_on=opens_on, **usual)
    r.edition = Edition.objects.get(slug=name.slug)
    yield "edition.begun", {"rules": "sang-kien"}
    line = {"role": "secretariat", "person": r.cast.secretary.pk}
    yield "role.given", line | kept("role.given", "Lần thi lập từ bộ quy định có sẵn")


DRAFT = "rules of a draft: the line that publishes them holds their digest"


def a_draft(r) -> Edition:
    name = cloning.next_name(r.edition)
    return cloning.clone(original=r.edition, name=name, by=r.cast.secretary, at=r.at(2))


@leaves_none(DRAFT, verb=setting_up.keep_papers, on="begun")
def a_drafts_decision(r, call):
    draft = a_draft(r)
    columns = {name: getattr(draft, name) for name in setting_up.PAPERS}
    call(edition=draft, columns=columns | {"signer_name": "Lê An"}, by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_timetable, on="begun")
def a_drafts_dates(r, call):
    call(edition=a_draft(r), dates={"voting": None}, by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_fields, on="begun")
def a_drafts_fields(r, call):
    row = setting_up.TypedRow({"name": "Y tế số", "name_en": ""})
    call(edition=a_draft(r), rows=[row], by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_kinds, on="begun")
def a_drafts_kinds(r, call):
    row = setting_up.TypedRow({"name": "Ý tưởng", "name_en": ""})
    call(edition=a_draft(r), rows=[row], by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_prizes, on="begun")
def a_drafts_prizes(r, call):
    row = setting_up.TypedRow({"name": "Giải phong trào", "count": 3})
    call(edition=a_draft(r), rows=[row], by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_criteria, on="begun")
def a_drafts_criteria(r, call):
    scheme = a_draft(r).schemes.last()
    columns = {name: getattr(scheme, name) for name in setting_up.OF_THE_SCORE}
    call(scheme=scheme, rows=[], columns=columns | {"spread_limit": 9}, by=r.cast.secretary)


@leaves_none(DRAFT, verb=setting_up.keep_vote, on="begun")
def a_drafts_vote(r, call):
    draft = a_draft(r)
    columns = {name: getattr(draft.scheme, name) for name in setting_up.OF_THE_VOTE}
    columns |= {"vote_max": 15, "vote_overlaps_judging": False}
    call(edition=draft, columns=columns, by=r.cast.secretary)


def of_units(r) -> dict:
    return {"edition": r.edition, "by": r.cast.secretary, "at": r.at(2)}


def some_unit(number: int) -> Unit:
    """A commune of the province."""
    return Unit.objects.filter(depth=2, numchild=0).order_by("path")[number]


@leaves("unit.added", verb=unit_tree.add, on="begun")
def a_unit(r, call):
    parent = some_unit(0)
    call(parent=parent, name="Trường Mới", kind="school", code="TM", **of_units(r))
    yield "unit.added", {"unit": "TM", "name": "Trường Mới", "below": parent.code}


@leaves("unit.renamed", verb=unit_tree.rename, on="begun")
def a_unit_renamed(r, call):
    unit = some_unit(0)
    call(unit=unit, name="Xã Mới", kind="commune", **of_units(r))
    yield "unit.renamed", {"unit": unit.code, "before": unit.name, "after": "Xã Mới"}


@leaves("unit.moved", verb=unit_tree.move, on="begun")
def a_unit_moved(r, call):
    unit = some_unit(0)
    above = unit.get_parent().code
    parent = some_unit(1)
    call(unit=unit, parent=parent, **of_units(r))
    yield "unit.moved", {"unit": unit.code, "before": above, "after": parent.code}


@leaves("unit.merged", verb=unit_tree.merge, on="begun")
def two_units_merged(r, call):
    unit = some_unit(0)
    weight = call(unit=unit, into=some_unit(1), **of_units(r))
    line = {"unit": unit.code, "into": some_unit(1).code}
    yield "unit.merged", line | {"entries": weight.entries, "people": weight.people}


@leaves("unit.switched_off", verb=unit_tree.switch_off, on="begun")
def a_unit_switched_off(r, call):
    unit = unit_tree.add(parent=some_unit(0), name="Thôi", kind="school", **of_units(r))
    call(unit=unit, reason="Giải thể", **of_units(r))
    yield "unit.switched_off", {"unit": unit.code} | kept("unit.switched_off", "Giải thể")


@leaves("unit.switched_on", verb=unit_tree.switch_on, on="begun")
def a_unit_switched_on(r, call):
    unit = some_unit(0)
    Unit.objects.filter(pk=unit.pk).update(is_active=False)
    call(unit=unit, **of_units(r))
    yield "unit.switched_on", {"unit": unit.code}


@leaves("unit.matched", verb=unit_tree.match, on="begun")
def a_name_matched(r, call):
    unit = some_unit(0)
    call(text="Xã ta", unit=unit, **of_units(r))
    yield "unit.matched", {"unit": unit.code} | kept("unit.matched", "Xã ta")


def table_of_units(r) -> dict:
    upload = excel(["Tên đơn vị", "Loại", "Mã"], ["Trường Mới", "trường học", "TM"])
    return {"upload": upload, **of_units(r)}


@leaves_none("nothing comes of a table before it is carried out", verb=unit_tables.read, on="begun")
def a_table_of_units(r, call):
    call(**table_of_units(r))


@leaves("unit.added", verb=unit_tables.carry_out, on="begun")
def a_table_carried_out(r, call):
    upload = excel(["Tên đơn vị", "Loại", "Mã"], ["Trường Mới", str(Unit.Kind.SCHOOL.label), "TM"])
    table = unit_tables.read(**table_of_units(r) | {"upload": upload})
    call(table=table, by=r.cast.secretary, at=r.at(2))
    top = Unit.get_first_root_node().code
    yield "unit.added", {"unit": "TM", "name": "Trường Mới", "below": top}


def an_observer(r) -> dict:
    person = r.cast.voters[0]
    grant(person, Membership.Role.OBSERVER, edition_id=r.edition.pk)
    return {"edition": r.edition, "user": person, "by": r.cast.secretary, "at": r.at(2)}


@leaves("person.switched_off", verb=switching.switch_off, on="begun")
def an_account_switched_off(r, call):
    usual = an_observer(r)
    call(reason="Mất máy", **usual)
    yield (
        "person.switched_off",
        {"person": usual["user"].pk} | kept("person.switched_off", "Mất máy"),
    )


@leaves("person.switched_on", verb=switching.switch_on, on="begun")
def an_account_in_use_again(r, call):
    usual = an_observer(r)
    switching.switch_off(reason="Mất máy", **usual)
    call(reason="Đã tìm thấy", **usual)
    yield (
        "person.switched_on",
        {"person": usual["user"].pk} | kept("person.switched_on", "Đã tìm thấy"),
    )


@leaves("person.switched_off", "joint.agreed", verb=joint_requests.agree, on="begun")
def an_account_switched_off_by_two(r, call):
    published(r)
    joint = switching.switch_off(
        edition=r.edition,
        user=r.cast.committee[1],
        reason="Mất máy",
        by=r.cast.secretary,
        at=r.at(2),
    )
    call(joint=joint, by=r.cast.committee[0], at=r.at(2))
    line = {"person": r.cast.committee[1].pk}
    yield "person.switched_off", line | kept("person.switched_off", "Mất máy")
    yield "joint.agreed", content_of(joint)
