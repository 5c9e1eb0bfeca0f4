"""The dashboard: reads the current release, and nothing else."""
