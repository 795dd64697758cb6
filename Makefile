PYTHON ?= .venv/bin/python

.PHONY: run test check bench words
run:
	$(PYTHON) -m streamlit run app.py
test:
	$(PYTHON) -m pytest
check:
	$(PYTHON) -m pytest tests/test_check.py tests/test_house.py
bench:
	$(PYTHON) -m bench
words:
	$(PYTHON) -m tests.words
