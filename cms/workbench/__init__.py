"""The office's first page (Bàn làm việc): an edition in focus, its way, today's work, figures."""
