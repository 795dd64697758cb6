"""How fast is Flipside against plain tools, and how well are spoken answers scored? `python -m bench` prints it."""
