"""What the office may word itself, to whom it writes at once, and of what people are reminded."""
