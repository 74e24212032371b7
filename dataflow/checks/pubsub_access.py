"""Access to Pub/Sub: what is wrong with a subscription or a topic, found out before any work is done."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from apache_beam.options.pipeline_options import PipelineOptions
from google.api_core.exceptions import GoogleAPIError, NotFound, PermissionDenied, Unauthenticated
from google.auth.exceptions import GoogleAuthError
from google.cloud.pubsub_v1 import PublisherClient, SubscriberClient  # type: ignore[import-untyped]  # ships no types

from dataflow.checks.preflight import PreflightError
from dataflow.pubsub_options import PubSubOptions

_TIMEOUT_S = 20.0


def check_pubsub(options: PipelineOptions) -> None:
    """Refuse subscriptions and a topic that are not there, or may not be looked at.

    Parameters
    ----------
    options : PipelineOptions

    Raises
    ------
    PreflightError
    """
    ours = options.view_as(PubSubOptions)
    for subscription in filter(None, (ours.notification_subscription, ours.text_subscription)):
        _check_subscription(subscription)
    if ours.publishes:
        _check_topic(ours.output_topic)


def _check_subscription(path: str) -> None:
    with _told("subscription", path), contextlib.closing(SubscriberClient()) as client:
        client.get_subscription(subscription=path, timeout=_TIMEOUT_S, retry=None)


def _check_topic(path: str) -> None:
    with _told("topic", path):
        client = PublisherClient()
        try:
            client.get_topic(topic=path, timeout=_TIMEOUT_S, retry=None)
        finally:
            client.transport.close()


@contextlib.contextmanager
def _told(kind: str, path: str) -> Iterator[None]:
    try:
        yield
    except NotFound as error:
        raise PreflightError(f"{kind} {path}: is not there; create it or name another") from error
    except (PermissionDenied, Unauthenticated) as error:
        raise PreflightError(f"{kind} {path}: no permission; it takes roles/pubsub.viewer to look at it") from error
    except GoogleAuthError as error:
        raise PreflightError(
            f"{kind} {path}: no Google credentials; run `gcloud auth application-default login`"
        ) from error
    except GoogleAPIError as error:
        raise PreflightError(f"{kind} {path}: Pub/Sub does not answer ({type(error).__name__})") from error
