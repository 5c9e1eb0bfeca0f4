"""How each file format becomes raw rows; `read.py` chooses."""
