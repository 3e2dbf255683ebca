"""The contest in numbers: counts that may be public, what they say, their drawings and tables."""
