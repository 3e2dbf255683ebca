"""The whole table: the rows of every room."""

from tests.ledger_lines import awards, competition, judging, letters, submissions, voting
from tests.ledger_lines.rows import ROWS, Row

ROOMS = (competition, letters, submissions, judging, voting, awards)
TABLE: tuple[Row, ...] = tuple(ROWS)
