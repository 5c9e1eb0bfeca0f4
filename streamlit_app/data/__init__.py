"""What the dashboard reads from a release: the only SQL and the only connection.

Every function takes the source it reads, a release and who looks at it, and remembers its answer for both.
"""
