"""Papers: PDF, Word, tables, seals, and their preparation by the worker."""

from foundation.later import later

later(__name__, "docx", "joined", "pdf", "signing", "xlsx")
