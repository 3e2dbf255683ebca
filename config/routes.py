"""Every address of ours: the predicate that says who may open it, and when. A test fails on a route
that is missing here.

`docs/security.md`, the table of permissions and the crawl of all addresses are made from this
list. Wagtail's own addresses under /quan-tri/ and /tai-lieu/ are behind
`wagtailadmin.access_admin`, which judges, committee members and entrants never have.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts import permissions as people
from awards import permissions as awards
from competition import permissions as competition
from judging import permissions as judging
from submissions import permissions as submissions
from voting import permissions as voting

ALWAYS = "always"


@dataclass(frozen=True)
class Route:
    """Who may open an address, as a predicate `(user)` or `(user, object)`, and when, in words."""

    who: Callable[..., bool]
    when: str


ROUTES = {
    # the site
    "livez": Route(people.anyone, ALWAYS),
    "readyz": Route(people.anyone, ALWAYS),
    "robots": Route(people.anyone, ALWAYS),
    "sitemap": Route(people.anyone, ALWAYS),
    "hills": Route(people.anyone, ALWAYS),
    "art": Route(people.anyone, ALWAYS),
    "public_media": Route(people.anyone, ALWAYS),
    "styleguide": Route(people.anyone, "development only"),
    "wagtail_serve": Route(people.anyone, "the page is live"),
    "wagtailcore_login": Route(people.anyone, "leads to the sign-in page"),
    "office_login": Route(people.anyone, "leads to the sign-in page"),
    "people_in_bulk": Route(people.anyone, "never: 404"),
    "site_history": Route(competition.runs_the_site, ALWAYS),
    "site_history_rows": Route(competition.runs_the_site, ALWAYS),
    "given_up": Route(competition.runs_the_site, ALWAYS),
    "send_again": Route(competition.runs_the_site, "POST while the work is given up"),
    "wagtailcore_authenticate_with_password": Route(people.anyone, "the page asks for a password"),
    # people
    "joint_requests": Route(people.works_for_the_contest, ALWAYS),
    "joint_request": Route(competition.can_read_joint_request, ALWAYS),
    "agree_joint_request": Route(competition.can_answer_joint_request, "not answered, in time"),
    "decline_joint_request": Route(competition.can_answer_joint_request, "not answered, in time"),
    "take_back_joint_request": Route(competition.can_read_joint_request, "by who asked, in time"),
    "my_work": Route(people.is_signed_in, ALWAYS),
    "stop_paper": Route(people.is_signed_in, "asked for by oneself"),
    "phone_sign_in": Route(people.anyone, ALWAYS),
    "phone_code": Route(people.anyone, "a number was given"),
    "phone_name": Route(people.anyone, "a new number was confirmed"),
    "prove": Route(people.is_signed_in, ALWAYS),
    "send_proof_code": Route(people.is_signed_in, "no authenticator app, no passkey"),
    "account_page": Route(people.is_signed_in, ALWAYS),
    "erase_account": Route(people.is_signed_in, ALWAYS),
    "send_erasure_code": Route(people.is_signed_in, "no authenticator app, no passkey"),
    "inbox": Route(people.is_signed_in, ALWAYS),
    "sent_mail": Route(people.anyone, "embedded profile; mail that this browser caused"),
    # entrants
    "begin": Route(people.anyone, "POST while submission is open"),
    "my_entries": Route(people.is_signed_in, ALWAYS),
    "entry": Route(submissions.can_read, ALWAYS),
    "edit_entry": Route(submissions.can_write, "draft or returned"),
    "own_file": Route(submissions.can_read, ALWAYS),
    "look_at_file": Route(submissions.can_read, "checked"),
    "judges_will_see": Route(submissions.can_read, ALWAYS),
    "preview_page": Route(submissions.can_read, "copy made"),
    "own_covering": Route(submissions.can_edit, "copy made"),
    "cover_own_part": Route(submissions.can_edit, "copy made"),
    "uncover_own_part": Route(submissions.can_edit, "covered by oneself"),
    "own_page": Route(submissions.can_read, "checked"),
    "describe_file": Route(submissions.can_write, "draft or returned"),
    "raise_file": Route(submissions.can_write, "draft or returned"),
    "lower_file": Route(submissions.can_write, "draft or returned"),
    "remove_file": Route(submissions.can_write, "draft or returned"),
    "create_upload": Route(submissions.can_write, "POST while draft or returned"),
    "upload": Route(submissions.sends, "unfinished upload"),
    "submit_entry": Route(submissions.owns, "draft or returned, phase open"),
    "submitted": Route(submissions.can_read, "after the first submission"),
    "receipt_pdf": Route(submissions.can_read, "after the first submission"),
    "amend_entry": Route(submissions.owns, "submitted or accepted, before the deadline"),
    "take_along": Route(submissions.owns, "another edition is open"),
    "draft_history": Route(submissions.can_read, ALWAYS),
    "keep_from_vote": Route(submissions.owns, "submitted; until the vote begins"),
    "hold_back": Route(submissions.owns, "submitted; a later day than before"),
    "withdraw_consent": Route(submissions.owns, "submitted, and agreed to before"),
    "withdraw_entry": Route(submissions.owns, "before the result"),
    "coauthors": Route(submissions.owns, ALWAYS),
    "invite_coauthor": Route(submissions.owns, "until sealed, withdrawn or refused"),
    "revoke_invitation": Route(submissions.owns, "until withdrawn or refused"),
    "invitation": Route(people.is_signed_in, "with the link, while it is valid"),
    "accept_invitation": Route(people.is_signed_in, "with the link, while it is valid"),
    "decline_invitation": Route(people.is_signed_in, "with the link, while it is valid"),
    "claim_entry": Route(people.is_signed_in, "POST with the code of a slip"),
    "answer_letter": Route(submissions.owns, "submitted"),
    # who writes for others
    "behalf_desk": Route(submissions.can_write_for_others, ALWAYS),
    "begin_for_somebody": Route(submissions.can_write_for_others, "submission open"),
    "print_slips": Route(submissions.can_write_for_others, "own, not taken over yet"),
    "print_sign_in_codes": Route(competition.can_run, ALWAYS),
    "list_template": Route(submissions.can_write_for_others, ALWAYS),
    "read_list": Route(submissions.can_write_for_others, ALWAYS),
    "imported_list": Route(submissions.can_write_for_others, "own list"),
    "enter_list": Route(submissions.can_write_for_others, "own list, submission open"),
    # a unit's focal point
    "unit_desk": Route(people.is_focal_point_anywhere, ALWAYS),
    "confirm_list": Route(people.is_focal_point_anywhere, "submitted, not confirmed"),
    "unit_return": Route(submissions.can_confirm, "submitted, not confirmed"),
    "unit_file": Route(submissions.can_confirm, "submitted and checked"),
    # judges
    "judge_desk": Route(people.is_judge_anywhere, ALWAYS),
    "judge_seat": Route(judging.holds_seat, "until declined"),
    "sign_seat": Route(judging.holds_seat, "until declined, with a second factor at first"),
    "send_seat_code": Route(judging.holds_seat, "until declined"),
    "decline_seat": Route(judging.holds_seat, "until signed"),
    "seat_codes": Route(judging.can_organise, "until declined"),
    "sheet": Route(judging.is_assigned, "round not in preparation"),
    "save_sheet": Route(judging.is_assigned, "round open, sheet not locked"),
    "lock_sheet": Route(judging.is_assigned, "round open, sheet not locked"),
    "sheet_file": Route(judging.is_assigned, "round not in preparation"),
    "sheet_page": Route(judging.is_assigned, "as the sheet"),
    "sheet_words": Route(judging.is_assigned, "as the sheet"),
    "recuse": Route(judging.is_assigned, "round open"),
    "ask_about_entry": Route(judging.is_assigned, "round open"),
    "comparison": Route(judging.can_compare, "comparison open"),
    "answer_comparison": Route(judging.can_compare, "comparison open, once"),
    "comparison_file": Route(judging.can_compare, "comparison open"),
    "comparison_words": Route(judging.can_compare, "comparison open"),
    "comparison_page": Route(judging.can_compare, "comparison open"),
    "compare_sheets": Route(judging.holds_seat, "round not in preparation"),
    "lock_sheets": Route(judging.holds_seat, "round open"),
    "print_sheets": Route(judging.holds_seat, "round not in preparation"),
    "panel_progress": Route(judging.can_see_panel_progress, ALWAYS),
    "remind_panel": Route(judging.can_see_panel_progress, "round open, once a day"),
    "call_meeting": Route(judging.can_see_panel_progress, ALWAYS),
    "panel_entry": Route(judging.can_read_in_council, "every sheet of the panel locked"),
    "say_in_council": Route(judging.can_read_in_council, "members, until the ranking is frozen"),
    "ask_reopening": Route(judging.can_read_in_council, "who leads the panel, round open"),
    "panel_visits": Route(judging.can_see_panel, "the round's rules hold visits"),
    "plan_visit": Route(judging.can_see_panel, "who leads the panel, until the round is closed"),
    "record_visit": Route(judging.can_see_panel, "the visit's team, until the round is closed"),
    "visit_photo": Route(judging.can_see_visit, ALWAYS),
    "meeting": Route(judging.can_see_panel, ALWAYS),
    "note_attendance": Route(judging.can_see_panel, "who leads the panel, until closed"),
    "begin_presentation": Route(judging.can_see_panel, "who leads the panel, until closed"),
    "conclude_item": Route(judging.can_see_panel, "who leads the panel, until closed"),
    "put_to_vote": Route(judging.can_see_panel, "who leads the panel, with a quorum"),
    "vote_on_motion": Route(judging.can_see_panel, "voting members who are present, once"),
    "close_motion": Route(judging.can_see_panel, "who leads the panel"),
    "conclude_meeting": Route(judging.can_see_panel, "chair or vice-chair, with a quorum"),
    "draft_minutes": Route(judging.can_see_panel, "who leads the panel, until signed"),
    "attach_minutes": Route(judging.can_see_panel, "who leads the panel, minutes drafted, once"),
    "meeting_paper": Route(judging.can_see_panel, "minutes drafted"),
    "paper_sheets": Route(judging.can_key, ALWAYS),
    "import_table": Route(judging.can_key, "round open"),
    "check_sheet": Route(judging.can_key, "typed by somebody else, sheet not locked, by a role"),
    "reject_sheet": Route(judging.can_key, "sheet not locked"),
    "type_sheet": Route(judging.can_key, "sheet not locked"),
    "key_in_sheet": Route(judging.can_key, "round open, sheet not locked"),
    "paper_table": Route(judging.can_key, ALWAYS),
    "paper_print": Route(judging.can_key, "filled ones when every sheet is locked"),
    # voters
    "votes": Route(people.anyone, ALWAYS),
    "ballot_paper": Route(people.anyone, "vote running or counted"),
    "candidate": Route(people.anyone, "vote running or counted"),
    "cast_vote": Route(voting.can_vote, "vote running"),
    "revoke_vote": Route(voting.can_vote, "vote running"),
    # committee, winners, anyone who checks
    "committee_desk": Route(people.is_committee_anywhere, ALWAYS),
    "ratify": Route(awards.can_ratify, ALWAYS),
    "vote_on_prizes": Route(awards.can_ratify, "ratification open"),
    "my_certificates": Route(people.is_signed_in, ALWAYS),
    "certificate_pdf": Route(awards.owns_certificate, "after the certificate is made"),
    "verify_lookup": Route(people.anyone, ALWAYS),
    "verify_certificate": Route(people.anyone, "with the code of a certificate"),
    "ledger_heads": Route(people.anyone, ALWAYS),
    # the office
    "edition_desk": Route(competition.can_run, ALWAYS),
    "extend_deadline": Route(competition.can_run, "before judging begins"),
    "ask_publication": Route(competition.can_run, "not published, the check list is empty"),
    "edition_roles": Route(competition.can_run, ALWAYS),
    "give_role": Route(competition.can_run, ALWAYS),
    "ask_recovery": Route(competition.can_run, "for somebody who works in this edition"),
    "take_role": Route(competition.can_run, "held in this edition"),
    "appoint_focal_point": Route(competition.can_run, ALWAYS),
    "dossier_form": Route(competition.can_run, ALWAYS),
    "keep_question": Route(competition.can_run, "submission not begun"),
    "add_template": Route(competition.can_run, "submission not begun"),
    "raise_question": Route(competition.can_run, "submission not begun"),
    "lower_question": Route(competition.can_run, "submission not begun"),
    "take_out_question": Route(competition.can_run, "submission not begun"),
    "entry_queue": Route(competition.can_run, ALWAYS),
    "hand_out_chosen": Route(competition.can_run, "at least one is chosen"),
    "accept_chosen": Route(competition.can_run, "submitted, safe to accept"),
    "prepare_all_copies": Route(competition.can_run, ALWAYS),
    "seal_clean_copies": Route(competition.can_run, "after the deadline"),
    "office_entry": Route(competition.can_run, ALWAYS),
    "accept_entry": Route(competition.can_run, "submitted, not one's own"),
    "return_entry": Route(competition.can_run, "submitted, not one's own"),
    "refuse_entry": Route(competition.can_run, "submitted, not one's own"),
    "hand_out_entry": Route(competition.can_run, ALWAYS),
    "write_letter": Route(competition.can_run, "submitted"),
    "prepare_copy": Route(competition.can_run, "accepted"),
    "seal_copy": Route(competition.can_run, "accepted, copy prepared, after the deadline"),
    "mask_word": Route(competition.can_run, "copy prepared, not sealed"),
    "leave_word": Route(competition.can_run, "copy prepared, not sealed"),
    "void_copy": Route(competition.can_run, "sealed"),
    "keep_away": Route(competition.can_run, "not one's own"),
    "clear_pair": Route(competition.can_run, "not one's own"),
    "answer_judge": Route(competition.can_run, "asked by a judge, once"),
    "end_consent": Route(competition.can_run, "asked for after the announcement, once"),
    "office_reading": Route(competition.can_run, "submitted"),
    "office_slip": Route(competition.can_run, "receipt made"),
    "office_file": Route(competition.can_run, "submitted and checked"),
    "office_page": Route(competition.can_run, "submitted and checked"),
    "office_copy": Route(competition.can_run, "copy prepared"),
    "similar_entry": Route(competition.can_run, "a similar entry was found"),
    "look_at_similar": Route(competition.can_run, "a similar entry was found"),
    "pages_to_look_at": Route(competition.can_run, "submitted"),
    "look_at_pages": Route(competition.can_run, "copy prepared, not sealed"),
    "covering": Route(competition.can_run, "copy prepared, not sealed"),
    "covering_page": Route(competition.can_run, "copy prepared, not sealed"),
    "cover_part": Route(competition.can_run, "copy prepared, not sealed"),
    "uncover_part": Route(competition.can_run, "copy prepared, not sealed"),
    "exhibits": Route(submissions.can_keep_exhibits, ALWAYS),
    "receive_exhibit": Route(submissions.can_keep_exhibits, ALWAYS),
    "move_exhibit": Route(submissions.can_keep_exhibits, "not given back"),
    "exhibit_slip": Route(submissions.can_keep_exhibits, ALWAYS),
    "conflict_graph": Route(competition.can_run, ALWAYS),
    "judging_office": Route(judging.can_organise, ALWAYS),
    "establish_panel": Route(judging.can_organise, "field not taken"),
    "appoint_judge": Route(judging.can_organise, "until the panel's term is over"),
    "set_rights": Route(judging.can_organise, ALWAYS),
    "propose_assignment": Route(judging.can_organise, "round prepared or open"),
    "move_sheet": Route(judging.can_organise, "sheet proposed"),
    "confirm_assignment": Route(judging.can_organise, "sheets proposed"),
    "release_sheet": Route(judging.can_organise, "sheet not locked"),
    "commit_lottery": Route(judging.can_organise, "round prepared or open"),
    "draw_lottery": Route(judging.can_organise, "chances fixed, not drawn"),
    "open_round": Route(judging.can_organise, "round prepared"),
    "close_round": Route(judging.can_organise, "every sheet locked"),
    "judging_evidence": Route(judging.can_organise, "round closed"),
    "ask_evidence": Route(judging.can_organise, "round closed"),
    "stop_evidence": Route(judging.can_organise, "being worked out"),
    "ranking_office": Route(judging.can_organise, "round closed"),
    "freeze_ranking": Route(judging.can_organise, "round closed"),
    "supersede_ranking": Route(judging.can_organise, "nothing built upon it"),
    "promote_entries": Route(judging.can_organise, "another round follows, once"),
    "plan_xlsx": Route(judging.can_organise, ALWAYS),
    "fees_pdf": Route(judging.can_organise, ALWAYS),
    "voting_office": Route(voting.can_run_vote, ALWAYS),
    "scan_ballots": Route(voting.can_run_vote, "until counted"),
    "restore_ballots": Route(voting.can_run_vote, "ballots set aside, until counted"),
    "close_vote": Route(voting.can_run_vote, "vote over, not counted"),
    "awards_office": Route(awards.can_prepare, ALWAYS),
    "put_comparison": Route(awards.can_prepare, "a tie at the prize line"),
    "remind_comparison": Route(awards.can_prepare, "comparison open"),
    "close_comparison": Route(awards.can_prepare, "comparison open, enough have chosen"),
    "compute_standing": Route(awards.can_prepare, "ranking frozen, vote counted, no open tie"),
    "ask_for_seals": Route(awards.can_prepare, "standing computed"),
    "open_ratification": Route(awards.can_prepare, "seals open, phase open"),
    "close_ratification": Route(awards.can_prepare, "enough members have voted"),
    "adopt_decision": Route(awards.can_prepare, "ratification closed"),
    "announce_results": Route(awards.can_prepare, "decision adopted, phase open"),
    "issue_certificates": Route(awards.can_prepare, "results announced"),
    "stop_certificates": Route(awards.can_prepare, "files being made"),
    "revoke_certificate": Route(awards.can_prepare, "certificate in force"),
    "result_bundle": Route(awards.can_prepare, "standing computed"),
    "ask_for_choices": Route(awards.can_prepare, "vote counted"),
    "vote_choices": Route(
        awards.can_prepare, "two people have agreed to it, this person is one of them"
    ),
    "decision_pdf": Route(awards.can_prepare, "decision adopted"),
    "office_certificate": Route(awards.can_prepare, "certificate made"),
}

# allauth's own addresses: registration, sign-in, e-mail, password, second factor.
ALLAUTH_PUBLIC = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "account_inactive",
]
ALLAUTH_OWN = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
]
ALLAUTH_WITH_KEY = [
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
]
ROUTES |= dict.fromkeys(ALLAUTH_PUBLIC, Route(people.anyone, ALWAYS))
ROUTES["account_email_verification_sent"] = Route(people.anyone, "after a registration")
ROUTES |= dict.fromkeys(ALLAUTH_WITH_KEY, Route(people.is_signed_in, "second factor set up"))
ROUTES |= dict.fromkeys(ALLAUTH_OWN, Route(people.is_signed_in, ALWAYS))

# What a person who works for the contest opens before the second factor is shown: what strangers
# open too, the page that asks for it, and the way out.
BEFORE_THE_PROOF = {name for name, route in ROUTES.items() if route.who is people.anyone} | {
    "prove",
    "send_proof_code",
    "account_logout",
    "mfa_authenticate",
}
# Where those are asked who judge and do nothing else here. The letter that invites leads to the
# seat, which asks for a factor of its own when it is signed.
SEAT = {"judge_seat", "sign_seat", "send_seat_code", "decline_seat"}
WHERE_JUDGES_WORK = {"judge_desk"} | {
    name
    for name, route in ROUTES.items()
    if route.who.__module__ == judging.__name__ and name not in SEAT
}
