"""The engine draws problems, checks answers and keeps the record; it has not heard of a screen."""
