"""The assets, a module per stage: lake, warehouse, release.

Dagster reads annotations at run time, so these modules do not postpone theirs.
"""
