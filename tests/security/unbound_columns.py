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
# {table: {columns: why nobody is harmed by another value, or who would notice}}
_MOMENT = "when it was done: the line of the step has a moment of its own, by which all is counted"
COLUMNS: dict[str, dict[str, str]] = {
    "accounts.Membership": {
        "unit": "asked of a focal point alone, and of one it is compared",
        "since": "shown beside the role; the right is asked of the row, and the row is compared",
    },
    "awards.AppliedCheck": {
        "reason unit": "told to the entrant in a message; the verdict is compared",
    },
    "awards.Certificate": {
        "verify_id": "of chance, printed on the sealed PDF: another one leads nobody anywhere",
    },
    "awards.Ratification": {
        "opened_at": _MOMENT,
    },
    "awards.StandingRow": {
        "passed tie_rule": "words beside a place; places are computed again and compared",
    },
    "voting.PaperBallot": {
        "at": "what two keepers typed apart is compared, not at which minute",
    },
    "voting.Booth": {
        "first_done_at second_done_at": "both readings are compared once the box has joined",
    },
    "competition.Correction": {
        "reason": "beside its line too (of_texts), and in the message to those concerned",
    },
    "competition.Edition": {
        "call call_en summary summary_en": "words that every visitor reads; no rule stands there",
        "slug": "an address: another one leads to 404, which every visitor sees",
        "copied_from": "where the first texts came from; rules have a digest of their own",
        "created_at": "a moment that nothing asks for",
        "similarity_percent meaning_percent": (
            "how alike two dossiers are that the office is shown: it decides nothing, and its "
            "verdicts are compared"
        ),
        "needs_publication": (
            "asked before anything has begun; that rules were published is a row and a line of its "
            "own, which are compared (of_publication)"
        ),
    },
    "competition.Extension": {
        "reason": "beside its line too (of_texts), and in the message to those concerned",
        "closed_at": "the close of before; the phase as it stands is in the digest of the rules",
    },
    "competition.FormVersion": {
        "(gone) digest edition number questions first_used_at": (
            "for reading how a form was; each dossier's version holds its own questions"
        ),
    },
    "competition.JointRequest": {
        "answer changes decision_number reason reminded_at": (
            "words for whoever reads it; what is done stands in its content, which is compared"
        ),
        "expires_at passes_at": (
            "how long it waits, and from when a deputy may: it takes two who hold the right, and "
            "who answered is compared"
        ),
    },
    "competition.Question": {
        (
            "(gone) choices edition help_text help_text_en judges_see key kind label label_en "
            "max_length measure min_length order required similarity"
        ): (
            "each dossier's version holds the questions that it answers as they stood, and who "
            "sees the answer; a copy that was sealed is compared"
        ),
    },
    "judging.AgendaItem": {
        "(gone) blinded_entry conclusion ended_at meeting more_minutes order started_at": (
            "the course of a meeting, in minutes that each member confirms; what it decided is "
            "compared (council.concluded, council.voted)"
        ),
    },
    "judging.Assignment": {
        "public_id place": "an address of chance, and an order on one judge's own list",
        "lottery": "by which draw it came; the draw itself is compared with its seed",
        "confirmed_at": _MOMENT,
    },
    "judging.BlindedEntry": {
        "panel": "where it is discussed; who may read it is asked of seats, which are compared",
        "spread": "computed from the sheets each time they are locked",
    },
    "judging.BlindedFile": {
        "public_id": "an address of chance; name, pages and bytes are compared (of_copies)",
    },
    "judging.Conflict": {
        "waits_since": "since when the secretariat has it to decide; the conflict is compared",
        "found_at": _MOMENT,
    },
    "judging.Contribution": {
        "(gone) blinded_entry judge text at": (
            "said before the members, who were there; no count rests on it, and what was decided "
            "is compared"
        ),
    },
    "judging.Judge": {
        "accepted_at decline_reason invited_at": "of the invitation; signing is compared",
        "keywords max_load": "read before a plan is made; the plan's sheets are compared",
    },
    "judging.KeyedSheet": {
        "comment points source": "what was typed from paper; the sheet locked from it is compared",
    },
    "judging.Meeting": {
        "minutes minutes_docx place signatures signed signed_at": (
            "papers drawn from what is compared; each member holds the signed one, on paper"
        ),
        "is_recorded": (
            "whether it was written down afterwards; when it was held and ended is compared, and "
            "its members sign the paper that says so"
        ),
        "held_at": _MOMENT,
    },
    "judging.MinutesLine": {
        "(gone) item meeting text at": (
            "what the panel's secretary writes; members confirm the paper made of it, whose digest "
            "is compared"
        ),
    },
    "judging.Motion": {
        "box": "slips of a secret vote; how many said what is compared",
        "item": "beside which item of the meeting it stands; the motion's own words are compared",
        "opened_at closed_at": _MOMENT,
    },
    "judging.Panel": {
        "decision_number name shares_fields term_from term_until": (
            "printed on papers that its members sign; who sits on it is compared"
        ),
    },
    "judging.Panel_fields": {
        "(gone) panel": "read before a plan is made; the plan's sheets are compared",
    },
    "judging.Ranking": {
        "ledger_head": "for reading; published heads are compared themselves",
    },
    "judging.RankingRow": {
        "goes_on": "compared where a further round follows (of_promotions)",
    },
    "judging.Recusal": {
        "reason": "read by the office; that the sheet was given up is compared",
    },
    "judging.Round": {
        "name": "a label on pages; the round is known by its number",
        "seed sheets_per_entry": "read before a plan is made; the plan's sheets are compared",
    },
    "judging.Scoresheet": {
        "private_note": "read by its judge alone, who would notice (judging.desk.sheet)",
        "saved_at": "when a draft was kept; locking has its line",
    },
    "judging.Visit": {
        "blinded_entry place planned_at": "those who went wrote the record, which is compared",
    },
    "judging.Visit_team": {
        "(gone) judge visit": "who went; the record, compared, names who wrote it",
    },
    "submissions.Attachment": {
        "order public_id": "the order on a page, and an address of chance",
        "reason verdict": "what the scanner said of bytes that are compared: it says it again",
        "added_at": "each version has its moment, which is compared",
    },
    "submissions.Author": {
        "folded_name name_key": "for searching, computed from the name, which is compared",
        "order": "the version that was sent in keeps its order, and is compared",
        "child_publishes guardian_agrees guardian_publishes": (
            "of whoever has a guardian it stands in the version and is compared "
            "(of_whole_dossiers); of an adult nothing asks for it"
        ),
    },
    "submissions.Clearance": {
        "reason": "read by the office; the clearance itself is compared",
    },
    "submissions.EnteredConflict": {
        "reason at": "read by the office; whom it keeps from which work is compared",
    },
    "submissions.Entry": {
        "amending_since revision created_at saved_at": (
            "of the draft, whose owner sees it; what was sent in is compared"
        ),
        "folded_title": "for searching, computed from the title, which is compared",
        "public_id": "an address of chance: another one is 404 for its owner",
        "organisation": "compared where an organisation enters (of_whole_dossiers)",
        "unit": (
            "whose focal point reads it: the version keeps the unit's name, which papers print, "
            "and who confirmed or sent it back is compared"
        ),
    },
    "submissions.Exhibit": {
        "condition count entry kind name": (
            "where a thing is; no result rests on it, and entrant and office hold a slip each"
        ),
    },
    "submissions.ExhibitStep": {
        "note where": "likewise: entrant and office hold a slip each",
    },
    "submissions.Handover": {
        "code_digest full_name phone": (
            "for whom a draft is kept, until it is taken over with the paper in hand"
        ),
    },
    "submissions.PageLook": {
        "copy page": "the digest is that of the page that was seen, and is compared",
    },
    "submissions.Receipt": {
        "pdf": "drawn again from number, moment and head, which are compared (of_receipts)",
    },
    "submissions.SealedFile": {
        "eye": "pages that waited; who looked at which is compared (of_pages_looked_at)",
    },
    "submissions.Sealing": {
        "doubts leaks prepared_at": (
            "what was asked before the sealing; each decision is a row of its own, and what was "
            "sealed is compared"
        ),
    },
    "submissions.UnitConfirmation": {
        "document list_date unit": (
            "on the scan that the unit signed; who is on which list is compared"
        ),
    },
    "submissions.UnitReturn": {
        "reason": "in a message that the entrant holds; row and version are compared",
    },
    "submissions.Withdrawal": {
        "reason": "words of whoever withdrew, who reads them; the row is compared",
    },
    "voting.Ballot": {
        "network": (
            "a signal, forgotten later: it makes a person look and never counts by itself; "
            "what stands aside, and each ruling, is compared"
        ),
        "quarantine_reason": "words to its voter; that it stands aside is compared",
        "end_mark": "asked of a ballot that ended, and compared there",
    },
    "voting.BallotBatch": {
        "at": "when the line was written, whose own moment is chained",
    },
    "voting.Poll": {
        "(gone) edition released_at": (
            "a door: without it nobody votes, which everybody sees; ballots and count are compared"
        ),
    },
    "voting.Tally": {
        "ledger_head": "for reading; published heads are compared themselves",
    },
    "voting.Voter": {
        "(gone) edition user": (
            "whose ballots these are, until all are forgotten: whoever could write here could as "
            "well write an account more; nobody without a person is passed over (of_ballots), and "
            "ballots have the site's mark over their voter's number"
        ),
    },
}


def of_table(label: str) -> set[str]:
    """The columns of a table whose change is not told."""
    return {name for names in COLUMNS.get(label, {}) for name in names.split()}
