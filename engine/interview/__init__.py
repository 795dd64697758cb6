"""The mock interview: its plan, and the interview as it runs."""
