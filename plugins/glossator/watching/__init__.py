"""What became of the addresses that a project names.  Only here is the network asked, and nothing is changed."""
