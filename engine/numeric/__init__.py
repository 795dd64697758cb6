"""The mathematics, in exact arithmetic; nothing here imports anything of ours."""
