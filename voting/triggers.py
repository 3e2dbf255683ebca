"""What the database itself refuses to change of the vote."""

from foundation.ledger.triggers import Guard, declare

COUNTED = (
    "EXISTS (SELECT 1 FROM voting_tally t JOIN voting_candidate c ON c.edition_id = t.edition_id "
    "WHERE c.id = {row}.candidate_id)"
)

JOINED = (
    "EXISTS (SELECT 1 FROM voting_booth b WHERE b.id = {row}.booth_id AND b.joined_at IS NOT NULL)"
)

declare(
    Guard(
        "voting.Ballot",
        final=COUNTED.format(row="OLD"),
        once=("revoked_at", "end_mark", "noted_in", "ended_in"),
        # Suspicion may come and go until the count, and a ruling goes once its voters object; where
        # a ballot came from is forgotten later.
        open=("quarantined_at", "quarantine_reason", "ruling"),
        emptied=("network",),
        refuses=COUNTED.format(row="NEW"),
    ),
    # Who a voter is may be forgotten once the vote is counted: before, it would be voting twice.
    Guard(
        "voting.Voter",
        unless="NEW.id = OLD.id AND NEW.edition_id = OLD.edition_id AND NEW.user_id IS NULL AND "
        "EXISTS (SELECT 1 FROM voting_tally t WHERE t.edition_id = OLD.edition_id)",
    ),
    Guard("voting.BallotBatch"),
    Guard("voting.ClusterRuling"),
    # Ballots do not move with a code that goes to another work.
    Guard(
        "voting.Candidate",
        free="NOT EXISTS (SELECT 1 FROM voting_ballot b WHERE b.candidate_id = OLD.id)",
        kept=("id", "code", "result_code", "edition", "kept_from"),
        once=("withdrawn_at",),
    ),
    # A box is read until it joins the count; then its papers stand as they were read.
    Guard("voting.Booth", once=("first_done_at", "second_done_at", "joined_at", "joined_by")),
    Guard(
        "voting.PaperBallot",
        free=f"NOT {JOINED.format(row='OLD')}",
        refuses=JOINED.format(row="NEW"),
    ),
    Guard("voting.Objection", once=("ruling",)),
    Guard("voting.Tally"),
    Guard("voting.TallyRow"),
)
