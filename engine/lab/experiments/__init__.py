"""One file an experiment; its name is the experiment's address."""
