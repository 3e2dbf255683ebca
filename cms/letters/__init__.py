"""The office's pages of letters: their wording, letters to many, the days of reminders."""
