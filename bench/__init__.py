"""How fast is Flipside, as ratios measured side by side in one run? `python -m bench` prints them."""
