"""Tables and columns that no line of the ledger holds, and why nothing rests on them."""

TABLES: dict[str, str] = {
    "competition.Broadcast": "sent to inboxes, where each recipient holds a copy",
    "competition.BroadcastFile": "each recipient's message has its own copy as an enclosure",
    "competition.BroadcastRecipient": "whom it reached; the messages themselves stand in inboxes",
    "competition.Contest": "the contest's name; each edition has its own",
    "competition.LetterText": "read when a letter is written; what was sent stands in the message",
    "competition.ReminderPlan": "read by reminders alone; deadlines are in the digest of the rules",
    "competition.SavedView": "an address with filters, read by its owner's list alone",
    "judging.Comparison_entries": "whom it asks about; choices and strengths are compared",
    "judging.EvidenceJudge": "computed from the sheets at any time",
    "judging.EvidencePlace": "computed from the sheets at any time",
    "judging.Judge_expertise": "for the assignment, before it; who scores what is compared",
    "judging.KeptEvidence": "computed from the sheets at any time",
    "judging.VisitPhoto": "stands beside the record, whose digest is in visit.recorded",
    "awards.ComplaintWriter": "covered by the line of its complaint (test_complaints.py)",
    "awards.Complaint_about": "covered by the line of the complaint (test_complaints.py)",
    "submissions.BlindCopy": "a copy in work; the one that is sealed is compared",
    "submissions.DraftChange": "the history of a draft; versions are compared (of_versions)",
    "submissions.EntryWord": "an index for searching, built anew from the dossier",
    "submissions.Fingerprint": "computed from the version at any time",
    "submissions.Handling": "a filter of the queue; who screened is the actor of entry.screened",
    "submissions.ImportedList": "a table that was read; each dossier has its own lines",
    "submissions.Invitation": "who writes along; whose dossier it is does not change by it",
    "submissions.JudgesQuestion": "compared where both sides are there (test_inquiries.py)",
    "submissions.KeptRelation": "compared as conflicts (test_audit_of_seats.py)",
    "submissions.Letter": "read by both sides, to each of whom it went as a message too",
    "submissions.PageReading": "what was read of a page, read again at any time",
    "submissions.ReceiptCounter": "the next number; every number that was given is compared",
    "submissions.Redaction": "the copy that is sealed is compared, not how it came to be",
    "submissions.SimilarPair": "a note of the office, computed again; the verdict is compared",
    "submissions.Upload": "parts of a file until it is whole (of_whole_dossiers)",
}
# {table: (why, its columns)}
COLUMNS: dict[str, tuple[str, str]] = {
    "accounts.Membership": (
        "counts for a focal point alone, whose unit is compared",
        "unit",
    ),
    "awards.AppliedCheck": (
        "words beside the verdict",
        "reason unit",
    ),
    "awards.AppliedReport": (
        "compared once its entrant has changed it",
        "publishes",
    ),
    "awards.Certificate": (
        "a code of chance, printed on the sealed PDF (of_papers): another one leads to nothing",
        "verify_id",
    ),
    "awards.StandingRow": (
        "words beside the place; place and prize are compared",
        "passed tie_rule",
    ),
    "voting.PaperBallot": (
        "when it was typed; what was typed is compared",
        "at",
    ),
    "competition.Correction": (
        "stands beside its line, where it is compared",
        "reason",
    ),
    "competition.Edition": (
        "no rule: words of its pages, an address, what a search shows, where it came from",
        (
            "call call_en copied_from meaning_percent needs_publication similarity_percent "
            "slug summary summary_en"
        ),
    ),
    "competition.Extension": (
        "stands beside its line, where it is compared",
        "reason",
    ),
    "competition.FormVersion": (
        "each version of a dossier holds the questions that it answers",
        "(gone) digest edition number questions",
    ),
    "competition.JointRequest": (
        "words beside what is decided, which stands in its content",
        "answer changes decision_number reason reminded_at",
    ),
    "competition.Question": (
        "each version of a dossier holds the questions that it answers",
        (
            "(gone) choices edition help_text help_text_en judges_see key kind label label_en "
            "max_length measure min_length order required similarity"
        ),
    ),
    "judging.AgendaItem": (
        "the order of a meeting; what it decided is in council.concluded and council.voted",
        "(gone) blinded_entry conclusion ended_at meeting more_minutes order started_at",
    ),
    "judging.Assignment": (
        "an address and an order; the draw is compared",
        "lottery place public_id",
    ),
    "judging.BlindedEntry": (
        "where it is discussed, and how far sheets lie apart: from the sheets",
        "panel spread",
    ),
    "judging.BlindedFile": (
        "an address of chance; name, pages and bytes are compared (awards.audit.of_copies)",
        "public_id",
    ),
    "judging.Conflict": (
        "since when it waits for the secretariat",
        "waits_since",
    ),
    "judging.Contribution": (
        "what is said in council; what it decides is compared",
        "(gone) blinded_entry judge text",
    ),
    "judging.Judge": (
        "read before the plan is made, whose sheets are counted by its line; signing is compared",
        "accepted_at decline_reason invited_at keywords max_load",
    ),
    "judging.KeyedSheet": (
        "the sheet that was locked from it is compared",
        "comment points source",
    ),
    "judging.Meeting": (
        "papers drawn from what is compared; the signed one is on paper",
        "minutes minutes_docx place signatures signed signed_at",
    ),
    "judging.MinutesLine": (
        "what the secretary writes; the paper that is signed is compared",
        "(gone) item meeting text",
    ),
    "judging.Motion": (
        "the slips of a secret vote; its count is compared",
        "box item",
    ),
    "judging.Panel": (
        "words of the council; its seats are compared",
        "decision_number name shares_fields term_from term_until",
    ),
    "judging.Panel_fields": (
        "for the assignment, before it",
        "(gone) panel",
    ),
    "judging.Ranking": (
        "for reading; heads are compared themselves",
        "ledger_head",
    ),
    "judging.RankingRow": (
        "compared where a further round follows (`of_promotions`)",
        "goes_on",
    ),
    "judging.Recusal": (
        "that the sheet was given up is compared",
        "reason",
    ),
    "judging.Round": (
        "for the assignment, before it",
        "name seed sheets_per_entry",
    ),
    "judging.Scoresheet": (
        "read by its judge alone, on the own sheet (judging.desk.sheet)",
        "private_note",
    ),
    "judging.Visit": (
        "where it was; its record is compared",
        "blinded_entry place",
    ),
    "judging.Visit_team": (
        "who went; the record names who wrote it",
        "(gone) judge visit",
    ),
    "submissions.Attachment": (
        "the file and its words are compared",
        "order public_id reason verdict",
    ),
    "submissions.Author": (
        (
            "for the search and the page; what a guardian said stands in the version where "
            "there is one"
        ),
        "child_publishes folded_name guardian_agrees guardian_publishes name_key order",
    ),
    "submissions.Clearance": (
        "the word itself is compared",
        "reason",
    ),
    "submissions.EnteredConflict": (
        "the word itself is compared",
        "reason",
    ),
    "submissions.Entry": (
        "the draft's own, and its address; an organisation is compared where one enters",
        "amending_since folded_title organisation public_id revision",
    ),
    "submissions.Exhibit": (
        "where a thing is; no result rests on it, and both sides have a slip",
        "condition count entry kind name",
    ),
    "submissions.ExhibitStep": (
        "where a thing is; no result rests on it, and both sides have a slip",
        "note where",
    ),
    "submissions.Handover": (
        "for whom a draft is kept, until it is taken over",
        "code_digest full_name phone",
    ),
    "submissions.PageLook": (
        "the digest is that of the page that was seen",
        "copy page",
    ),
    "submissions.Receipt": (
        "drawn again from number, moment and head, which are compared (of_receipts)",
        "pdf",
    ),
    "submissions.SealedFile": (
        "pages that waited; who looked at which is compared (of_pages_looked_at)",
        "eye",
    ),
    "submissions.Sealing": (
        "what was asked before the sealing; the sealed texts and files are in copy of entry.sealed",
        "doubts leaks",
    ),
    "submissions.UnitConfirmation": (
        "on the scan that the unit signed; row, version and number of the list are compared",
        "document list_date unit",
    ),
    "submissions.UnitReturn": (
        "words to the entrant, who has them in a message; row and version are compared",
        "reason",
    ),
    "submissions.Withdrawal": (
        "words of whoever withdrew, read on the dossier alone; the row is compared",
        "reason",
    ),
    "voting.Ballot": (
        ("signals, purged a published time after the end; a ballot that ended needs its mark"),
        "end_mark network quarantine_reason",
    ),
    "voting.Poll": (
        "a lock that the close holds; candidates, ballots and count are compared",
        "(gone) edition",
    ),
    "voting.Tally": (
        "for reading; heads are compared themselves",
        "ledger_head",
    ),
    "voting.Voter": (
        "a ballot leads to nobody once complaints are over; ballots are compared",
        "(gone) edition user",
    ),
}


def of_table(label: str) -> set[str]:
    """The columns of a table whose change is not told."""
    _why, names = COLUMNS.get(label, ("", ""))
    return set(names.split())
