"""The packages of each recipient of scheduled extracts as an asset, its job, and what starts it. Made by a factory.

They read the current release only.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from dagster_project.extracts.due import due, may_be_due
from dagster_project.extracts.extraction import extract
from dagster_project.extracts.making import ExtractError
from dagster_project.extracts.reading import RecipientError
from dagster_project.extracts.recipients import Recipient, load_recipients
from dagster_project.releases import current_release
from dagster_project.settings import Settings

EXTRACTS = "extracts"
"""The group of what goes out to recipients, and its pool."""
MINUTE = 40
"""Of every hour: a period's working day comes without a new release, and a server that was down is tried again."""
_ZONE = "Europe/Oslo"
_RELEASE = dg.AssetKey("release")
_SOON_S = 10


def extracts(settings: Settings) -> dg.Definitions:
    """For each recipient an asset, a job, and a schedule and a sensor that start it.

    A file of recipients that cannot be read stops these, and nothing else.
    """
    try:
        recipients = load_recipients(settings.recipients).values()
    except RecipientError as error:
        return dg.Definitions(schedules=[_unreadable(str(error))])
    assets = [_packages(settings, recipient) for recipient in recipients]
    jobs = [_job(recipient, asset.key) for recipient, asset in zip(recipients, assets, strict=True)]
    return dg.Definitions(
        assets=assets,
        jobs=jobs,
        schedules=[_schedule(settings, recipient, job) for recipient, job in zip(recipients, jobs, strict=True)],
        sensors=[_sensor(settings, recipient, job) for recipient, job in zip(recipients, jobs, strict=True)],
    )


def _name(recipient: Recipient) -> str:
    return f"extract_{recipient.recipient_id.replace('-', '_')}"


def _packages(settings: Settings, recipient: Recipient) -> dg.AssetsDefinition:
    @dg.asset(
        key=["extracts", recipient.recipient_id],
        deps=[_RELEASE],
        description=(
            f"Packages for {recipient.name}: what is due, protected against disclosure, delivered, and written down in "
            "the audit. One that was delivered does not change; a restated period is a new version."
        ),
        group_name=EXTRACTS,
        owners=["team:HDO Statistikk"],
        kinds={"csv", "parquet", "excel"},
        # Of its own: it reads a release, which never changes, so it need not wait for a run that builds the next.
        pool=EXTRACTS,
        output_required=False,
    )
    def packages(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        release = current_release(settings)
        if release is None:
            context.log.info("There is no release yet.")
            return
        troubles, made = [], []
        for period in due(settings, release, recipient, _today()):
            try:
                result = extract(settings, release, recipient, period)
            except ExtractError as error:
                troubles.append(str(error))
                continue
            context.log.info(result.line)
            for remark in result.remarks:
                context.log.warning(remark)
            if result.state in {"failed", "withheld"}:
                troubles.append(result.line)
            elif result.folder is not None:
                made.append(result.folder.name)
        if made:
            yield dg.MaterializeResult(
                metadata={"packages": len(made), "names": ", ".join(made), "release_id": release.release_id}
            )
        if troubles:
            raise dg.Failure("; ".join(troubles), allow_retries=False)

    return packages


def _job(recipient: Recipient, packages: dg.AssetKey) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        _name(recipient),
        selection=[packages],
        description=f"Make, protect and deliver what {recipient.name} is to get now.",
        executor_def=dg.in_process_executor,
        tags={"nodstat/recipient": recipient.recipient_id},
    )


def _schedule(settings: Settings, recipient: Recipient, job: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    cadence = recipient.cadence

    @dg.schedule(
        job=job,
        cron_schedule=f"{MINUTE} * * * *",
        execution_timezone=_ZONE,
        name=f"{_name(recipient)}_when_due",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Every {cadence.every}, from working day {cadence.working_day} after it, and when it is restated.",
    )
    def schedule(_: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        return _asked(settings, recipient)

    return schedule


def _sensor(settings: Settings, recipient: Recipient, job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    @dg.asset_sensor(
        asset_key=_RELEASE,
        job=job,
        name=f"{_name(recipient)}_when_released",
        minimum_interval_seconds=_SOON_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="At once when a new release completes or restates a period whose day has come.",
    )
    def sensor(_context: dg.SensorEvaluationContext, _event: dg.EventLogEntry) -> dg.RunRequest | dg.SkipReason:
        return _asked(settings, recipient)

    return sensor


def _asked(settings: Settings, recipient: Recipient) -> dg.RunRequest | dg.SkipReason:
    """A run if the current release has something that is due; else why not, in words."""
    release = current_release(settings)
    if release is None:
        return dg.SkipReason("There is no release yet.")
    if recipient.agreement is None:
        return dg.SkipReason(f"{recipient.recipient_id} has no agreement in {settings.recipients}.")
    if not may_be_due(settings, release, recipient, _today()):
        return dg.SkipReason("All that is due is delivered.")
    if not due(settings, release, recipient, _today()):
        return dg.SkipReason("The release lacks some of the newest period, and nothing else has changed.")
    return dg.RunRequest()


def _unreadable(said: str) -> dg.ScheduleDefinition:
    @dg.op(name="recipients_cannot_be_read")
    def recipients() -> None:
        raise dg.Failure(said, allow_retries=False)

    @dg.job(name="extracts_unreadable", executor_def=dg.in_process_executor, description=said)
    def job() -> None:
        recipients()

    @dg.schedule(
        job=job,
        cron_schedule=f"{MINUTE} 7 * * *",
        execution_timezone=_ZONE,
        name="extracts_unreadable_daily",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=said,
    )
    def schedule(_: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest()

    return schedule


def _today() -> date:
    return datetime.now(ZoneInfo(_ZONE)).date()
