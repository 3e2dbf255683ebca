"""Papers: PDF, Word, tables, seals, and their preparation by the worker."""

from foundation.later import later

later(__name__, "docx", "grounds", "joined", "pdf", "signing", "xlsx")
