"""Every Norwegian word that the pages add to those of the KPI registry: a module per page, and one per shared part."""
