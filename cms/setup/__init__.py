"""The page on which the office sets an edition up, in ten parts."""
