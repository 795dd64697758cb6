"""One file per kind of problem; `engine.catalog` finds them by walking this folder."""
