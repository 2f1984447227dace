"""Glossator: annotated primary sources, with every note on exactly the words it is about."""
