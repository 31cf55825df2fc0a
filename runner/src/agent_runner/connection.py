"""How Temporal is connected to, and how it is known that it has this worker's polls."""

import os
import re
import socket
import uuid
from datetime import timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.runtime import LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.service import RPCError, TLSConfig

from agent_runner.config import Settings

POLL_TOLD_BY = "DescribeTaskQueue lists this worker's identity"


def runtime_of(settings: Settings) -> Runtime:
    metrics = PrometheusConfig(bind_address=f"0.0.0.0:{settings.metrics_port}") if settings.metrics_port else None
    # The core logs each failed poll at WARN; what matters of that is told by the service.
    logging = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))
    return Runtime(telemetry=TelemetryConfig(metrics=metrics, logging=logging))


def tls_of(settings: Settings) -> TLSConfig | bool:
    """False: plain. The certificates are read anew at each start."""
    if not settings.tls:
        return False
    return TLSConfig(
        server_root_ca_cert=settings.tls_ca.read_bytes() if settings.tls_ca else None,
        domain=settings.tls_server_name,
        client_cert=settings.tls_cert.read_bytes() if settings.tls_cert else None,
        client_private_key=settings.tls_key.read_bytes() if settings.tls_key else None,
    )


async def connect(settings: Settings, runtime: Runtime) -> Client:
    """Tries once. :raises RuntimeError: where Temporal can't be reached."""
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        api_key=settings.temporal_api_key.get_secret_value() if settings.temporal_api_key else None,
        tls=tls_of(settings),
        identity=f"{socket.gethostname()}@{os.getpid()}-{uuid.uuid4().hex[:8]}",
        runtime=runtime,
    )


async def last_poll(client: Client, task_queue: str) -> int | None:
    """When Temporal's server last had a poll of this client's identity, in ns of the server's clock.

    Of workflow tasks: their poll never pauses, while a worker whose slots are full asks for no more activities.

    :raises RPCError: where the server does not answer within 5 s, or refuses.
    """
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ),
        timeout=timedelta(seconds=5),
    )
    times = [poller.last_access_time.ToNanoseconds() for poller in answer.pollers if poller.identity == client.identity]
    return max(times, default=None)


# What the core shows of an error, and what that means.
MEANINGS = {
    "InvalidContentType": "it answers without TLS: is TEMPORAL_TLS right?",
    "UnknownIssuer": "its certificate is of an unknown authority: TEMPORAL_TLS_SERVER_CA_CERT_PATH names one",
    "NotValidForName": "its certificate is for another name: TEMPORAL_TLS_SERVER_NAME says which",
    'code: Unknown, message: "transport error"': "it closed the connection: does it want TLS, or a certificate?",
}


def reason(error: BaseException) -> str:
    """An error in one line. Of what the core shows of nested errors, the innermost says it."""
    text = error.message if isinstance(error, RPCError) else str(error)
    for shown, meaning in MEANINGS.items():
        if shown in text:
            return meaning
    innermost = re.findall(r'message: "([^"]+)"', text.replace("\\", ""))
    return innermost[-1] if innermost else " ".join(text.split()) or type(error).__name__
