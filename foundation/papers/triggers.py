"""What the database itself refuses to change of papers."""

from foundation.ledger.triggers import Guard, declare

declare(Guard("papers.SealCertificate"))
