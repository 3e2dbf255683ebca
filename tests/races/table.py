"""The whole table: the rows of every room, and what needs none."""

from tests.races import judging, people, results, rules, submissions
from tests.races.rows import ROWS, Row

STAGES = ["begun", "sent_in", "entered", "convened", "judged", "voted", "awarded"]
ROOMS = (people, rules, submissions, judging, results)
TABLE: tuple[Row, ...] = tuple(sorted(ROWS, key=lambda row: STAGES.index(row.stage)))
