"""What git knows of the project: who wrote and changed its files, what changed in the notes, what a branch proposes."""
