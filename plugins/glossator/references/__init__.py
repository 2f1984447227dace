"""All of citing: the bibliography, citation styles, citations in a text."""
