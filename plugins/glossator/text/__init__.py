"""A page as readers read it, and places in it.  Nothing here knows files, notes or sites."""
