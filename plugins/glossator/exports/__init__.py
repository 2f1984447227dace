"""What a site gives to other programs: every export is a pure function of the `Publication`."""
