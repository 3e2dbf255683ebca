"""Role × state × action over every predicate: 1 allows, 0 refuses.

A line holds one digit a person, in the order of PEOPLE, in the groups of GROUPS. States that give
the same answers share a line. `docs/security.md` shows this table.
"""

GROUPS: dict[str, tuple[str, ...]] = {
    "visitors": ("stranger", "voter"),
    "entrants": ("entrant", "reader", "writer", "other entrant"),
    "the panel": ("judge", "chair", "vice-chair", "panel secretary", "other panel"),
    "the office": ("committee", "secretariat", "site secretariat", "deputy"),
    "units": ("focal point", "other unit"),
    "another edition": ("other secretariat", "other committee"),
    "accounts": ("administrator", "inactive"),
}
PEOPLE = tuple(name for group in GROUPS.values() for name in group)

# predicate -> {states: digits}
TABLE: dict[str, dict[str, str]] = {
    "accounts.is_secretariat": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "accounts.works_in_secretariat": {
        "": "00 0000 00000 0110 00 00 00",
    },
    "accounts.is_committee": {
        "": "00 0000 00000 1000 00 00 00",
    },
    "accounts.anyone": {
        "": "11 1111 11111 1111 11 11 11",
    },
    "accounts.is_signed_in": {
        "": "01 1111 11111 1111 11 11 10",
    },
    "accounts.is_judge_anywhere": {
        "": "00 0000 11111 0000 00 00 00",
    },
    "accounts.is_focal_point_anywhere": {
        "": "00 0000 00000 0000 11 00 00",
    },
    "accounts.is_observer_anywhere": {
        "": "00 0000 00000 0000 00 00 00",
    },
    "accounts.is_committee_anywhere": {
        "": "00 0000 00000 1000 00 01 00",
    },
    "accounts.works_for_the_contest": {
        "": "00 0000 01110 1111 00 11 10",
    },
    "competition.can_run": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "competition.can_keep_pages": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "competition.can_clone": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "competition.runs_the_site": {
        "": "00 0000 00000 0010 00 00 10",
    },
    "competition.can_answer_joint_request": {
        "asked a moment ago": "00 0000 00000 1110 00 00 00",
        "one working day later": "00 0000 00000 1111 00 00 00",
    },
    "competition.can_read_joint_request": {
        "asked a moment ago": "00 0000 00000 1110 00 00 10",
        "one working day later": "00 0000 00000 1111 00 00 10",
    },
    "submissions.owns": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1000 00000 0000 00 00 00",
    },
    "submissions.can_read": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1110 00000 0000 00 00 00",
    },
    "submissions.can_write": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1010 00000 0000 00 00 00",
    },
    "submissions.sends": {
        "": "00 0010 00000 0000 00 00 00",
    },
    "submissions.can_view": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1110 00000 0110 00 00 10",
    },
    "submissions.can_edit": {
        "draft, returned, being amended": "00 1010 00000 0000 00 00 00",
        "submitted, accepted, sealed, "
        "refused, withdrawn, result known": "00 0000 00000 0000 00 00 00",
    },
    "submissions.can_submit": {
        "draft, returned, being amended": "00 1000 00000 0000 00 00 00",
        "submitted, accepted, sealed, "
        "refused, withdrawn, result known": "00 0000 00000 0000 00 00 00",
    },
    "submissions.can_invite": {
        "draft, submitted, returned, accepted, being amended": "00 1000 00000 0000 00 00 00",
        "sealed, refused, withdrawn, result known": "00 0000 00000 0000 00 00 00",
    },
    "submissions.can_end_invitation": {
        "draft, submitted, returned, "
        "accepted, sealed, being amended, result known": "00 1000 00000 0000 00 00 00",
        "refused, withdrawn": "00 0000 00000 0000 00 00 00",
    },
    "submissions.can_amend": {
        "draft, returned, sealed, refused, withdrawn, result known": "00 0000 00000 0000 00 00 00",
        "submitted, accepted, being amended": "00 1000 00000 0000 00 00 00",
    },
    "submissions.can_answer": {
        "draft": "00 0000 00000 0000 00 00 00",
        "submitted, returned, accepted, sealed, "
        "refused, withdrawn, being amended, result known": "00 1000 00000 0000 00 00 00",
    },
    "submissions.can_withdraw": {
        "draft, submitted, returned, "
        "accepted, sealed, being amended": "00 1000 00000 0000 00 00 00",
        "refused, withdrawn, result known": "00 0000 00000 0000 00 00 00",
    },
    "submissions.can_withdraw_consent": {
        "draft": "00 0000 00000 0000 00 00 00",
        "submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1000 00000 0000 00 00 00",
    },
    "submissions.can_end_consent": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_screen": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_seal": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_write_to_entrant": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_handle": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_compare": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_seal_in": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_keep_exhibits": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_appoint_focal_points": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_write_for_others": {
        "": "00 0000 00000 0110 11 00 10",
    },
    "submissions.can_print_slip": {
        "": "00 1000 00000 0000 10 00 00",
    },
    "submissions.can_write_for_every_unit": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "submissions.can_enter_list": {
        "": "00 0000 00000 0000 10 00 00",
    },
    "submissions.can_confirm": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 0000 00000 0000 10 00 00",
    },
    "judging.can_organise": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "judging.can_see_panel_progress": {
        "invited, signed, declined": "00 0000 01110 0110 00 00 10",
    },
    "judging.can_agree_to_reopening": {
        "proposed, round in preparation, round open, round closed, ranking frozen, "
        "released, entry withdrawn, not signed": "00 0000 01110 0110 00 00 00",
    },
    "judging.can_stand_in": {
        "": "00 0000 00000 1001 00 00 00",
    },
    "judging.can_key": {
        "invited, signed, declined": "00 0000 00010 0110 00 00 10",
    },
    "judging.can_compare_typed": {
        "invited, signed, declined": "00 0000 00010 0110 00 00 00",
    },
    "judging.can_compare_any": {
        "invited, signed, declined": "00 0000 00000 0110 00 00 00",
    },
    "judging.can_see_panel": {
        "invited, declined": "00 0000 01110 0110 00 00 10",
        "signed": "00 0000 11110 0110 00 00 10",
    },
    "judging.holds_seat": {
        "invited, signed": "00 0000 10000 0000 00 00 00",
        "declined": "00 0000 00000 0000 00 00 00",
    },
    "judging.is_assigned": {
        "proposed, round in preparation, "
        "released, entry withdrawn, not signed": "00 0000 00000 0000 00 00 00",
        "round open, round closed, ranking frozen": "00 0000 10000 0000 00 00 00",
    },
    "judging.can_score": {
        "proposed, round in preparation, round closed, "
        "ranking frozen, released, entry withdrawn, not signed": "00 0000 00000 0000 00 00 00",
        "round open": "00 0000 10000 0000 00 00 00",
    },
    "judging.can_discuss": {
        "sheets missing, nobody may comment": "00 0000 00000 0000 00 00 00",
        "every sheet locked": "00 0000 11110 0000 00 00 00",
        "judge in conflict": "00 0000 01110 0000 00 00 00",
    },
    "judging.can_read_in_council": {
        "sheets missing": "00 0000 00000 0000 00 00 00",
        "every sheet locked": "00 0000 11110 0110 00 00 10",
        "judge in conflict, nobody may comment": "00 0000 01110 0110 00 00 10",
    },
    "judging.can_compare": {
        "nothing scored, judge in conflict, closed": "00 0000 00000 0000 00 00 00",
        "open": "00 0000 10000 0000 00 00 00",
    },
    "judging.reads_in_comparison": {
        "sheets missing, judge in conflict": "00 0000 00000 0000 00 00 00",
        "every sheet locked, nobody may comment": "00 0000 10000 0000 00 00 00",
    },
    "judging.can_see_visit": {
        "judge on the team, another judge on the team": "00 0000 11110 0110 00 00 10",
    },
    "judging.can_record_visit": {
        "judge on the team": "00 0000 11110 0110 00 00 10",
        "another judge on the team": "00 0000 01110 0110 00 00 10",
    },
    "judging.knows_the_names": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "voting.can_vote": {
        "": "01 1111 11111 1111 11 11 10",
    },
    "voting.can_run_vote": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "awards.can_prepare": {
        "": "00 0000 00000 0110 00 00 10",
    },
    "awards.can_ratify": {
        "": "00 0000 00000 1000 00 00 00",
    },
    "awards.can_open_seals": {
        "": "00 0000 00000 1110 00 00 10",
    },
    "awards.owns_certificate": {
        "": "00 1000 00000 0000 00 00 00",
    },
    "awards.can_report_use": {
        "": "00 1000 00000 0000 00 00 00",
    },
    "awards.can_check_report": {
        "": "00 0000 00000 0110 10 00 10",
    },
    "awards.speaks_for_place": {
        "": "00 0000 00000 0000 10 00 00",
    },
    "awards.can_complain": {
        "draft, submitted, returned, accepted, "
        "sealed, refused, withdrawn, being amended, result known": "00 1000 00000 0000 00 00 00",
    },
    "awards.can_write_in": {
        "": "01 1111 11111 1111 11 11 10",
    },
    "awards.wrote": {
        "a complaint, a denunciation, "
        "a denunciation about the committee": "01 0000 00000 0000 00 00 00",
    },
    "awards.can_answer_complaint": {
        "a complaint": "00 0000 00000 0110 00 00 10",
        "a denunciation": "00 0000 00000 1000 00 00 00",
        "a denunciation about the committee": "00 0000 00000 0000 00 00 00",
    },
    "awards.can_inspect": {
        "the mandate runs": "01 0000 00000 0000 00 00 00",
        "it is over": "00 0000 00000 0000 00 00 00",
    },
    "cms.works_in_office": {
        "": "00 0000 00000 0110 00 10 10",
    },
}


def answers(rows: dict[str, str]) -> dict[str, str]:
    """{state: digits without gaps}, each state on its own."""
    return {
        state: digits.replace(" ", "")
        for states, digits in rows.items()
        for state in states.split(", ")
    }


def grouped(digits: str) -> str:
    """The digits in their groups, as the table writes them."""
    parts = []
    start = 0
    for names in GROUPS.values():
        parts.append(digits[start : start + len(names)])
        start += len(names)
    return " ".join(parts)


def rows_of(known: dict[str, str]) -> dict[str, str]:
    """{states that answer alike: grouped digits}, ready to be written into the table."""
    alike: dict[str, list[str]] = {}
    for state, digits in known.items():
        alike.setdefault(digits, []).append(state)
    return {", ".join(states): grouped(digits) for digits, states in alike.items()}
