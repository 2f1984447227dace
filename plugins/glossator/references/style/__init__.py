"""The engine behind `references.citations`: citeproc-py, with what it does not do, or does wrong, put right."""
