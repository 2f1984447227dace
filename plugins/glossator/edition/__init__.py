"""An edition: a source's page with all its notes.  `annotating` makes one, `checking` finds what is wrong with it."""
