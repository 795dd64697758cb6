"""What does the least that Streamlit can run cost? The measure that a submit is held against."""
