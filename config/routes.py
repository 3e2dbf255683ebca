"""Every address of ours: who may open it, and when. A test fails on a route that is missing here.

Wagtail's own addresses under /quan-tri/ and /tai-lieu/ are behind `wagtailadmin.access_admin`, which judges, committee
members and entrants never have.
"""

PUBLIC, SIGNED_IN, OWNER, AUTHORS, WRITER, FOCAL_POINT, JUDGE, PANEL_LEAD, COMMITTEE, OFFICE = (
    "anyone", "any signed-in person", "the owner", "the owner and invited co-authors",
    "the edition's secretariat and focal points", "the unit's focal point", "the assigned judge", "chair or secretary of the panel",
    "a member of the edition's committee", "the edition's secretariat",
)  # fmt: skip
ALWAYS = "always"

# name -> (who, when)
ROUTES = {
    # the site
    "livez": (PUBLIC, ALWAYS),
    "readyz": (PUBLIC, ALWAYS),
    "robots": (PUBLIC, ALWAYS),
    "sitemap": (PUBLIC, ALWAYS),
    "hills": (PUBLIC, ALWAYS),
    "art": (PUBLIC, ALWAYS),
    "public_media": (PUBLIC, "embedded profile only"),
    "styleguide": (PUBLIC, "development only"),
    "wagtail_serve": (PUBLIC, "the page is live"),
    "wagtailcore_login": (PUBLIC, ALWAYS),
    "wagtailcore_authenticate_with_password": (PUBLIC, "the page asks for a password"),
    # people
    "my_work": (SIGNED_IN, ALWAYS),
    "phone_sign_in": (PUBLIC, ALWAYS),
    "phone_code": (PUBLIC, "a number was given"),
    "phone_name": (PUBLIC, "a new number was confirmed"),
    "account_page": (SIGNED_IN, ALWAYS),
    "inbox": (SIGNED_IN, ALWAYS),
    "sent_mail": (PUBLIC, "embedded profile; mail that this browser caused"),
    # entrants
    "begin": (PUBLIC, "POST while submission is open"),
    "my_entries": (SIGNED_IN, ALWAYS),
    "entry": (AUTHORS, ALWAYS),
    "edit_entry": (AUTHORS, "draft or returned"),
    "own_file": (AUTHORS, ALWAYS),
    "look_at_file": (AUTHORS, "checked"),
    "judges_will_see": (AUTHORS, ALWAYS),
    "preview_page": (AUTHORS, ALWAYS),
    "own_page": (AUTHORS, "checked"),
    "describe_file": (AUTHORS, "draft or returned"),
    "remove_file": (AUTHORS, "draft or returned"),
    "create_upload": (AUTHORS, "POST while draft or returned"),
    "upload": (OWNER, "unfinished upload"),
    "submit_entry": (OWNER, "draft or returned, phase open"),
    "submitted": (AUTHORS, "after the first submission"),
    "receipt_pdf": (AUTHORS, "after the first submission"),
    "amend_entry": (OWNER, "submitted or accepted, before the deadline"),
    "take_along": (OWNER, "another edition is open"),
    "draft_history": (AUTHORS, ALWAYS),
    "withdraw_entry": (OWNER, "before the result"),
    "coauthors": (OWNER, "POST until withdrawn or refused"),
    "revoke_invitation": (OWNER, "until withdrawn or refused"),
    "invitation": (SIGNED_IN, "with the link, while it is valid"),
    "claim_entry": (SIGNED_IN, "POST with the code of a slip"),
    "answer_letter": (OWNER, "submitted"),
    # who writes for others
    "behalf_desk": (WRITER, "POST while submission is open"),
    "print_slips": (WRITER, "own, not taken over yet"),
    "print_sign_in_codes": (OFFICE, ALWAYS),
    "list_template": (WRITER, ALWAYS),
    "read_list": (WRITER, ALWAYS),
    "imported_list": (WRITER, "own list; POST while submission is open"),
    # a unit's focal point
    "unit_desk": (FOCAL_POINT, ALWAYS),
    "unit_return": (FOCAL_POINT, "submitted, not confirmed"),
    "unit_file": (FOCAL_POINT, "submitted and checked"),
    # judges
    "judge_desk": ("anyone with a panel seat", ALWAYS),
    "sheet_page": (JUDGE, "as the sheet"),
    "judge_seat": (JUDGE, "until declined"),
    "sheet": (JUDGE, "round not in preparation"),
    "sheet_file": (JUDGE, "round not in preparation"),
    "recuse": (JUDGE, "round open"),
    "panel_progress": (PANEL_LEAD, ALWAYS),
    # voters
    "votes": (PUBLIC, ALWAYS),
    "ballot_paper": (PUBLIC, "vote running or counted"),
    "candidate": (PUBLIC, "vote running or counted"),
    "cast_vote": (SIGNED_IN, "vote running"),
    "revoke_vote": (SIGNED_IN, "vote running"),
    # committee, winners, anyone who checks
    "committee_desk": ("anyone on a committee", ALWAYS),
    "ratify": (COMMITTEE, ALWAYS),
    "open_seals": (COMMITTEE, "asked for by somebody else"),
    "my_certificates": (SIGNED_IN, ALWAYS),
    "certificate_pdf": (OWNER, "after the certificate is made"),
    "verify_lookup": (PUBLIC, ALWAYS),
    "verify_certificate": (PUBLIC, "with the code of a certificate"),
    "ledger_heads": (PUBLIC, ALWAYS),
    # the office
    "edition_desk": (OFFICE, ALWAYS),
    "dossier_form": (OFFICE, ALWAYS),
    "entry_queue": (OFFICE, ALWAYS),
    "office_entry": (OFFICE, ALWAYS),
    "office_reading": (OFFICE, "submitted"),
    "office_slip": (OFFICE, "receipt made"),
    "office_page": (OFFICE, "submitted and checked"),
    "exhibits": (OFFICE, ALWAYS),
    "exhibit_slip": (OFFICE, ALWAYS),
    "similar_entry": (OFFICE, "a similar entry was found"),
    "office_file": (OFFICE, "submitted and checked"),
    "office_copy": (OFFICE, "copy prepared"),
    "judging_office": (OFFICE, ALWAYS),
    "judging_evidence": (OFFICE, "round closed"),
    "minutes_pdf": (OFFICE, "minutes drafted"),
    "voting_office": (OFFICE, ALWAYS),
    "awards_office": (OFFICE, ALWAYS),
    "result_bundle": (OFFICE, "standing computed"),
    "decision_pdf": (OFFICE, "decision adopted"),
    "office_certificate": (OFFICE, "certificate made"),
}

# allauth's own addresses: registration, sign-in, e-mail, password, second factor.
ROUTES |= dict.fromkeys(
    ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
     "account_reset_password_from_key_done", "account_confirm_login_code", "account_email_verification_sent", "account_inactive"],
    (PUBLIC, ALWAYS),
) | dict.fromkeys(
    ["account_logout", "account_email", "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index",
     "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
     "mfa_generate_recovery_codes", "mfa_download_recovery_codes"],
    (SIGNED_IN, ALWAYS),
)  # fmt: skip
