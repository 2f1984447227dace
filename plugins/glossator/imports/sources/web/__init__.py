"""A web page as the Markdown of a source: what it states about itself, its article, and that as Markdown."""
