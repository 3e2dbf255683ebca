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
COLUMNS: dict[str, dict[str, str]] = {}
