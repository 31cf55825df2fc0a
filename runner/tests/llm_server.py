"""A real HTTP server that speaks the wire formats of OpenAI and Anthropic, with answers that lie in tests/answers.

The model's name is a story, a folder there; the answer to a transcript with N answers of the model is its N+1st file.
So it keeps no state: a question that is asked again gets the same answer. A comment `: pause S` in an answer holds the
stream for S seconds. `python tests/llm_server.py PORT` runs it alone, for all addresses.
"""

import json
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

ANSWERS = Path(__file__).parent / "answers"
API_OF = {"/v1/chat/completions": "openai", "/v1/messages": "anthropic"}


@dataclass
class Failure:
    """An answer that is no success. Status 0: the connection ends without one."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class LlmServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), _Handler)
        self.asked: list[dict[str, Any]] = []  # the bodies of all questions
        self.keys: list[str | None] = []  # and the keys they came with
        self.failures: deque[Failure] = deque()  # of the next questions

    def __enter__(self) -> "LlmServer":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: LlmServer
    NOT_FOUND: ClassVar[dict[str, dict[str, Any]]] = {
        "openai": {
            "error": {"message": "The model does not exist", "type": "invalid_request_error", "code": "model_not_found"}
        },
        "anthropic": {"type": "error", "error": {"type": "not_found_error", "message": "model: no such model"}},
    }

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        api = API_OF[self.path.partition("?")[0]]
        self.server.asked.append(question)
        self.server.keys.append(self.headers.get("Authorization"))
        if self.server.failures:
            self._fail(self.server.failures.popleft())
            return
        number = 1 + sum(message["role"] == "assistant" for message in question["messages"])
        answer = ANSWERS / api / question["model"] / f"{number}.sse"
        if not answer.exists():
            self._fail(Failure(404, self.NOT_FOUND[api]))
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(BrokenPipeError):  # who asked may be killed meanwhile
            self._stream(answer.read_text(encoding="utf-8"))

    def _stream(self, answer: str) -> None:
        for line in answer.splitlines(keepends=True):
            if line.startswith(": pause "):
                time.sleep(float(line.removeprefix(": pause ")))
            self.wfile.write(line.encode())
            self.wfile.flush()

    def _fail(self, failure: Failure) -> None:
        if failure.status == 0:
            self.close_connection = True
            self.connection.close()
            return
        body = json.dumps(failure.body).encode()
        self.send_response(failure.status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **failure.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """A test's output is for its failures."""


if __name__ == "__main__":
    LlmServer("0.0.0.0", int(sys.argv[1])).serve_forever()
