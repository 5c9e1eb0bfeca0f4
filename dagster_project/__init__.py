"""nodstat: deliveries become a lake, a warehouse, a release. Start reading in definitions.py."""
