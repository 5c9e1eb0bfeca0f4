"""The benchmarks: how fast nodstat is, beside other ways of making the same figures. `python -m bench`."""
