"""Tables and columns that no line of the ledger holds, and why nothing rests on them."""

TABLES: dict[str, str] = {
    "competition.Contest": "the contest's name; each edition has its own",
    "submissions.EntryWord": "an index for searching, built anew from the dossier",
    "submissions.DraftChange": "the entrant's draft",
    "submissions.Upload": "a file under way",
    "submissions.Invitation": "who writes along; whose dossier it is does not change by it",
    "submissions.ImportedList": "a table that was read; each dossier has its own lines",
    "submissions.Letter": "letters decide nothing, and both sides keep them",
    "submissions.Handling": "who has a dossier on the desk, changed at any time",
    "submissions.Redaction": "the copy that is sealed is compared, not how it came to be",
    "submissions.BlindCopy": "a copy in work; the one that is sealed is compared",
    "submissions.Fingerprint": "computed from the version at any time",
    "submissions.SimilarPair": "a note of the office, computed again; the verdict is compared",
    "submissions.ReceiptCounter": "the next number; every number that was given is compared",
    "submissions.JudgesQuestion": "compared where both sides are there (test_inquiries.py)",
    "judging.KeptEvidence": "computed from the sheets at any time",
    "judging.EvidencePlace": "computed from the sheets at any time",
    "judging.EvidenceJudge": "computed from the sheets at any time",
}
COLUMNS: dict[str, dict[str, str]] = {
    "accounts.Membership": dict.fromkeys(
        ["unit"],
        "counts for a focal point alone, whose unit is compared",
    ),
    "awards.AppliedCheck": dict.fromkeys(
        ["reason", "unit"],
        "words beside the verdict",
    ),
    "awards.AppliedReport": dict.fromkeys(
        ["publishes"],
        "compared once its entrant has changed it",
    ),
    "awards.Certificate": dict.fromkeys(
        ["verify_id"],
        "a code of chance: one that is printed is found under no other",
    ),
    "awards.StandingRow": dict.fromkeys(
        ["passed", "tie_rule"],
        "words beside the place; place and prize are compared",
    ),
    "competition.Correction": dict.fromkeys(
        ["reason"],
        "stands beside its line, where it is compared",
    ),
    "competition.Edition": dict.fromkeys(
        ["call", "call_en", "copied_from", "meaning_percent", "needs_publication", "similarity_percent", "slug", "summary", "summary_en"],
        "no rule: words of its pages, an address, what a search shows, where it came from",
    ),
    "competition.Extension": dict.fromkeys(
        ["reason"],
        "stands beside its line, where it is compared",
    ),
    "competition.FormVersion": dict.fromkeys(
        ["(gone)", "digest", "edition", "number", "questions"],
        "each version of a dossier holds the questions that it answers",
    ),
    "competition.JointRequest": dict.fromkeys(
        ["answer", "changes", "decision_number", "reason", "reminded_at"],
        "words beside what is decided, which stands in its content",
    ),
    "competition.Question": dict.fromkeys(
        ["(gone)", "choices", "edition", "help_text", "help_text_en", "judges_see", "key", "kind", "label", "label_en", "max_length", "measure", "min_length", "order", "required", "similarity", "type"],
        "each version of a dossier holds the questions that it answers",
    ),
    "judging.AgendaItem": dict.fromkeys(
        ["(gone)", "blinded_entry", "conclusion", "meeting", "order", "started_at"],
        "the order of a meeting; its conclusion and votes are compared",
    ),
    "judging.Assignment": dict.fromkeys(
        ["lottery", "place", "public_id"],
        "an address and an order; the draw is compared",
    ),
    "judging.BlindedEntry": dict.fromkeys(
        ["panel", "spread"],
        "where it is discussed, and how far sheets lie apart: from the sheets",
    ),
    "judging.BlindedFile": dict.fromkeys(
        ["name", "pages", "public_id"],
        "an address; the bytes are compared",
    ),
    "judging.Comparison_entries": dict.fromkeys(
        ["(gone)", "comparison"],
        "whom it asks; choices and strengths are compared",
    ),
    "judging.Conflict": dict.fromkeys(
        ["waits_since"],
        "since when it waits for the secretariat",
    ),
    "judging.Contribution": dict.fromkeys(
        ["(gone)", "blinded_entry", "judge", "text"],
        "what is said in council; what it decides is compared",
    ),
    "judging.Judge": dict.fromkeys(
        ["accepted_at", "decline_reason", "invited_at", "keywords", "max_load"],
        "for the assignment, before it; that it was signed is compared",
    ),
    "judging.KeyedSheet": dict.fromkeys(
        ["comment", "points", "source"],
        "the sheet that was locked from it is compared",
    ),
    "judging.Meeting": dict.fromkeys(
        ["minutes", "minutes_docx", "place", "signed", "signed_at"],
        "papers drawn from what is compared; the signed one is on paper",
    ),
    "judging.Motion": dict.fromkeys(
        ["box"],
        "the slips of a secret vote; its count is compared",
    ),
    "judging.Panel": dict.fromkeys(
        ["decision_number", "name", "shares_fields", "term_from", "term_until"],
        "words of the council; its seats are compared",
    ),
    "judging.Panel_fields": dict.fromkeys(
        ["(gone)", "panel"],
        "for the assignment, before it",
    ),
    "judging.Ranking": dict.fromkeys(
        ["ledger_head"],
        "for reading; heads are compared themselves",
    ),
    "judging.RankingRow": dict.fromkeys(
        ["goes_on"],
        "compared where a further round follows (`of_promotions`)",
    ),
    "judging.Recusal": dict.fromkeys(
        ["reason"],
        "that the sheet was given up is compared",
    ),
    "judging.Round": dict.fromkeys(
        ["name", "seed", "sheets_per_entry"],
        "for the assignment, before it",
    ),
    "judging.Scoresheet": dict.fromkeys(
        ["private_note"],
        "the judge's own",
    ),
    "judging.Visit": dict.fromkeys(
        ["blinded_entry", "place"],
        "where it was; its record is compared",
    ),
    "judging.Visit_team": dict.fromkeys(
        ["(gone)", "judge", "visit"],
        "who went; the record names who wrote it",
    ),
    "submissions.Attachment": dict.fromkeys(
        ["order", "public_id", "reason", "verdict"],
        "the file and its words are compared",
    ),
    "submissions.Author": dict.fromkeys(
        ["child_publishes", "folded_name", "guardian_agrees", "guardian_publishes", "name_key", "order"],
        "for the search and the page; what a guardian said stands in the version where there is one",
    ),
    "submissions.Clearance": dict.fromkeys(
        ["reason"],
        "the word itself is compared",
    ),
    "submissions.EnteredConflict": dict.fromkeys(
        ["reason"],
        "the word itself is compared",
    ),
    "submissions.Entry": dict.fromkeys(
        ["amending_since", "folded_title", "organisation", "public_id", "revision"],
        "the draft's own, and its address; an organisation is compared where one enters",
    ),
    "submissions.Exhibit": dict.fromkeys(
        ["condition", "count", "entry", "kind", "name"],
        "where a thing is; no result rests on it, and both sides have a slip",
    ),
    "submissions.ExhibitStep": dict.fromkeys(
        ["note", "where"],
        "where a thing is; no result rests on it, and both sides have a slip",
    ),
    "submissions.Handover": dict.fromkeys(
        ["code_digest", "full_name", "phone"],
        "for whom a draft is kept, until it is taken over",
    ),
    "submissions.PageLook": dict.fromkeys(
        ["copy", "page"],
        "the digest is that of the page that was seen",
    ),
    "submissions.Receipt": dict.fromkeys(
        ["pdf"],
        "drawn from what is compared",
    ),
    "submissions.SealedFile": dict.fromkeys(
        ["eye", "pages"],
        "counted from the file, which is compared",
    ),
    "submissions.Sealing": dict.fromkeys(
        ["doubts", "leaks"],
        "notes of the copy in work",
    ),
    "submissions.UnitConfirmation": dict.fromkeys(
        ["(gone)", "document", "list_date", "list_number", "unit", "version"],
        "a mark beside the dossier; the version is compared",
    ),
    "submissions.UnitReturn": dict.fromkeys(
        ["(gone)", "reason", "version"],
        "the state of the dossier is compared",
    ),
    "submissions.Withdrawal": dict.fromkeys(
        ["(gone)", "entry", "reason"],
        "the state of the dossier is compared",
    ),
    "voting.Ballot": dict.fromkeys(
        ["end_mark", "network", "quarantine_reason"],
        "signals, purged a published time after the end; a ballot that ended needs its mark",
    ),
    "voting.Poll": dict.fromkeys(
        ["(gone)", "edition"],
        "a lock; the count is compared",
    ),
    "voting.Tally": dict.fromkeys(
        ["ledger_head"],
        "for reading; heads are compared themselves",
    ),
    "voting.Voter": dict.fromkeys(
        ["(gone)", "edition", "user"],
        "a ballot leads to nobody once complaints are over; ballots are compared",
    ),
}
