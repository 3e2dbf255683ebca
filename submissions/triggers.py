"""What the database itself refuses to change of dossiers."""

from foundation.ledger.triggers import Guard, declare

declare(
    Guard("submissions.EntryVersion"),
    Guard("submissions.CodePair"),
    Guard("submissions.PageLook"),
    # A copy and its codes stay once the ledger knows that they belong together.
    Guard(
        "submissions.Sealing",
        free="NOT EXISTS (SELECT 1 FROM submissions_codepair p WHERE p.sealing_id = OLD.id)",
        kept=(
            "id",
            "version",
            "judging_code",
            "vote_code",
            "result_code",
            "title",
            "summary",
            "sections",
        ),
    ),
)
