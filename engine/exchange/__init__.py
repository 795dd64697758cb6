"""What leaves the app: the report of an interview, as Markdown and as one HTML file."""
