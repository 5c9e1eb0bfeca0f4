"""Where runs tell how they go, besides Dagster's event log."""

import logging

import dagster as dg

COMMAND = "command"
"""Chosen by `nodstat run`, in the run's configuration; runs from the web server keep Dagster's console logger."""
LOGGER = "nodstat.run"
"""The name under which Python's logging knows it."""


def _command_logger(_: dg.InitLoggerContext) -> logging.Logger:
    """The logger named `LOGGER`, whose handlers the command has set."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    return logger


command_logger = dg.LoggerDefinition(
    _command_logger, description="Python's own logging, which the command that started the run listens to"
)
