"""What a learner did: the log of attempts, what is read from it, and where it is kept."""
