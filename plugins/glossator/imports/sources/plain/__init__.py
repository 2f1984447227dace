"""A plain text as the Markdown of a source, by the usual conventions."""
