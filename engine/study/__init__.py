"""What a learner did: the logs of attempts and reviews, the interviews, what is read from them, where they are kept."""
