"""What is told about a project to those who work on it: its problems, and what a pull request does."""
