"""Temporal as Temporal Cloud has it: mutual TLS, and an API key that each request must bring.

The dev server has neither, so a gRPC server stands before it, which hands on what it is asked.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import grpc
import trustme

SERVER_NAME = "temporal.example.com"  # in the certificate; not the address


class SecureTemporal:
    """`folder` gets ca.crt, tls.crt and tls.key, as a Secret has them."""

    def __init__(self, behind: str, folder: Path, key: str) -> None:
        authority = trustme.CA()
        own, client = authority.issue_cert(SERVER_NAME), authority.issue_cert("worker@example.com")
        authority.cert_pem.write_to_path(folder / "ca.crt")
        client.cert_chain_pems[0].write_to_path(folder / "tls.crt")
        client.private_key_pem.write_to_path(folder / "tls.key")
        self._channel = grpc.insecure_channel(behind)
        # A long poll holds a thread.
        self._server = grpc.server(ThreadPoolExecutor(50), [_HandOn(self._channel, key)])
        credentials = grpc.ssl_server_credentials(
            [(own.private_key_pem.bytes(), own.cert_chain_pems[0].bytes())],
            root_certificates=authority.cert_pem.bytes(),
            require_client_auth=True,
        )
        self.address = f"127.0.0.1:{self._server.add_secure_port('127.0.0.1:0', credentials)}"

    def __enter__(self) -> "SecureTemporal":
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._channel.close()
        self._server.stop(0).wait()


class _HandOn(grpc.GenericRpcHandler):  # type: ignore[misc] # it has no types
    """Each method of Temporal's takes one message and gives one; their bytes are handed on as they are."""

    def __init__(self, channel: grpc.Channel, key: str) -> None:
        self._channel = channel
        self._key = key

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        hand_on = self._channel.unary_unary(details.method)

        def handle(request: bytes, context: grpc.ServicerContext) -> bytes:
            if ("authorization", f"Bearer {self._key}") not in context.invocation_metadata():
                context.abort(grpc.StatusCode.UNAUTHENTICATED, "Request unauthorized.")
            try:
                answer: bytes = hand_on(request, timeout=context.time_remaining())
            except grpc.RpcError as error:
                context.abort(error.code(), error.details())
            return answer

        return grpc.unary_unary_rpc_method_handler(handle)
