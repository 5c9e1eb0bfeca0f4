"""What can be run. Selections and execution settings only."""

from __future__ import annotations

import dagster as dg

from dagster_project.assets.extracts import EXTRACTS

JOB = "nodstat"

run_job = dg.define_asset_job(
    JOB,
    # Extracts have jobs of their own, by recipient: they go out when they are due.
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(EXTRACTS),
    description="Read the chosen months' new deliveries, build the warehouse, check it, publish a release.",
    # One process: steps share the lock on the home, and none pays for its own start-up.
    executor_def=dg.in_process_executor,
)
