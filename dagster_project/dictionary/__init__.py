"""The data dictionary of a release: what its tables, columns and KPIs mean, as pages that need nothing but a browser.

Made from dbt's manifest and the release's own database, so that it cannot say anything else than they do. Nothing here
knows Dagster, nor where a release lies.
"""

from dagster_project.dictionary.pages import dictionary

__all__ = ["dictionary"]
