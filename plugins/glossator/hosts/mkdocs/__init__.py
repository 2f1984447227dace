"""The adapter for MkDocs 1.x: everything that knows MkDocs, and nothing else."""
