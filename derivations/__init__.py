"""The derivations of the book: one script, one idea, one page."""
