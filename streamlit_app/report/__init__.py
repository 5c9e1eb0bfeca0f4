"""The annual report: its content, and the forms that it is given in."""
