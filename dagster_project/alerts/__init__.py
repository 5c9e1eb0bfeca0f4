"""Alerts: what people are told of by e-mail and webhook, once a day for each cause. Plain functions, no Dagster."""

from dagster_project.alerts.causes import Cause, of_run
from dagster_project.alerts.home import tell_of_home
from dagster_project.alerts.telling import tell

__all__ = ["Cause", "of_run", "tell", "tell_of_home"]
