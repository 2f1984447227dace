"""What comes in from other programs: texts as sources, annotations as notes."""
