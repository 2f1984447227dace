"""The step of GitHub's workflow in which a command runs."""

from __future__ import annotations

import os
from pathlib import Path

from glossator.reports import summary


def summarised(markdown: str) -> bool:
    """Add Markdown to the step's summary; False outside of a workflow."""
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    if step:
        summary.append(Path(step), markdown)
    return bool(step)
