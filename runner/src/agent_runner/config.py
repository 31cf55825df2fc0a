"""The worker's environment as one validated object. docs/docker.md is generated from it."""

import logging
import os
import re
import socket
import ssl
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from agent_runner.state import DEFAULT_STATE_FILE

Key = Annotated[SecretStr, NoDecode]
Provider = Literal["openai", "anthropic", "ollama"]

OLLAMA = "http://localhost:11434"
WORKSPACE = "/workspace"
KEYS = ("temporal_api_key", "openai_api_key", "anthropic_api_key", "llm_api_key", "backend_api_key", "backend_token")
URLS = ("llm_base_url", "openai_base_url", "anthropic_base_url", "ollama_base_url")


class BadEnvironmentError(Exception):
    """Every wrong or missing variable, one a line, each with what to write instead."""


def variable(name: str, default: Any, description: str, **rules: Any) -> Any:
    """A field that is read from the environment variable `name`; `...` as default: it must be set."""
    return Field(default=default, validation_alias=name, description=description, validate_default=True, **rules)


class Settings(BaseSettings):
    """Where a rule joins several variables it stands with the last of them, so that all mistakes are told at once."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    mode: Literal["local"] = variable("MODE", "local", "Where agents work; only `local` is there.")
    sandbox_type: Literal["filesystem"] = variable(
        "SANDBOX_TYPE", "filesystem", "What agents work on; only `filesystem` is there."
    )
    workspace_root: Path | None = variable("WORKSPACE_ROOT_DIR", None, "Counts where SANDBOX_ROOT_DIR is unset.")
    workspace: Path = variable("SANDBOX_ROOT_DIR", WORKSPACE, "The folder agents work in; it must be writable.")

    temporal_address: str = variable(
        "TEMPORAL_SERVICE_ADDRESS", ..., "Temporal's `host:port`.", pattern=r"^[^\s/]+:\d{1,5}$"
    )
    temporal_namespace: str = variable("TEMPORAL_NAMESPACE", "default", "The namespace.")
    task_queue: str = variable(
        "TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE", "agent_execution_runner", "The task queue to poll."
    )
    max_concurrency: int = variable(
        "TEMPORAL_MAX_CONCURRENCY", 10, "How many activities (LLM calls, tools) run at once.", ge=1, le=10_000
    )
    temporal_api_key: Key | None = variable("TEMPORAL_API_KEY", None, "A key for Temporal Cloud.")
    temporal_tls: bool | None = variable(
        "TEMPORAL_TLS",
        None,
        "`true`: TLS, by the system's authorities where no CA is given. Unset: where a key or a certificate is given.",
    )
    tls_server_name: str | None = variable("TEMPORAL_TLS_SERVER_NAME", None, "The name in the server's certificate.")
    tls_ca: Path | None = variable(
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
        None,
        "The authority's certificate (PEM); a file that is not there counts as unset.",
    )
    tls_cert: Path | None = variable(
        "TEMPORAL_TLS_CLIENT_CERT_PATH",
        None,
        "The client's certificate (PEM); a file that is not there counts as unset.",
    )
    tls_key: Path | None = variable(
        "TEMPORAL_TLS_CLIENT_KEY_PATH", None, "Its key (PEM); there with the certificate, or neither."
    )

    llm_provider: Provider = variable("STIGMER_LLM_PROVIDER", ..., "`openai`, `anthropic` or `ollama`.")
    llm_model: str | None = variable(
        "STIGMER_LLM_MODEL", None, "The model of executions that name none in their input."
    )
    primary_model: str | None = variable("STIGMER_PRIMARY_MODEL", None, "Counts where STIGMER_LLM_MODEL is unset.")
    llm_base_url: str | None = variable(
        "STIGMER_LLM_BASE_URL",
        None,
        "Another endpoint of the same kind; with `openai`, any that is compatible.",
    )
    llm_max_tokens: int = variable("STIGMER_LLM_MAX_TOKENS", 8192, "Tokens of one answer, at most.", ge=1)
    llm_temperature: float | None = variable(
        "STIGMER_LLM_TEMPERATURE", None, "0 to 2; the provider's own where unset.", ge=0, le=2
    )
    openai_api_key: Key | None = variable(
        "OPENAI_API_KEY", None, "The key for `openai`, where STIGMER_LLM_API_KEY is unset."
    )
    anthropic_api_key: Key | None = variable(
        "ANTHROPIC_API_KEY", None, "The key for `anthropic`, where STIGMER_LLM_API_KEY is unset."
    )
    openai_base_url: str | None = variable(
        "OPENAI_BASE_URL", None, "The endpoint of `openai`, where STIGMER_LLM_BASE_URL is unset."
    )
    anthropic_base_url: str | None = variable(
        "ANTHROPIC_BASE_URL", None, "The endpoint of `anthropic`, where STIGMER_LLM_BASE_URL is unset."
    )
    ollama_base_url: str | None = variable(
        "OLLAMA_BASE_URL", None, f"Where Ollama is, where STIGMER_LLM_BASE_URL is unset; else {OLLAMA}."
    )
    llm_api_key: Key | None = variable(
        "STIGMER_LLM_API_KEY", None, "The provider's key. `ollama`, and `openai` with a base URL, need none."
    )

    backend_endpoint: str | None = variable(
        "STIGMER_BACKEND_ENDPOINT",
        None,
        "A Stigmer backend's `host:port`, or URL. This worker does not use it; images made from it may.",
    )
    backend_api_key: Key | None = variable("STIGMER_API_KEY", None, "Its key.")
    backend_token: Key | None = variable("STIGMER_TOKEN", None, "The same, as Stigmer's other workers call it.")

    command_timeout_seconds: float = variable(
        "AGENT_RUNNER_COMMAND_TIMEOUT_SECONDS",
        300,
        "The longest that a command of an agent may run.",
        gt=0,
        le=3300,
    )
    command_processes: int = variable(
        "AGENT_RUNNER_COMMAND_PROCESSES",
        1000,
        "Processes and threads of a command at once, at most; `0`: any number.",
        ge=0,
    )
    command_memory: int | None = variable(
        "AGENT_RUNNER_COMMAND_MEMORY_MIB",
        None,
        "MiB of memory of one process of a command, at most; `0`: any. Unset: three quarters of the container's limit.",
        ge=0,
    )
    command_file: int = variable(
        "AGENT_RUNNER_COMMAND_FILE_MIB", 1024, "MiB of a file that a command writes, at most; `0`: any.", ge=0, le=2**40
    )
    command_cpu_seconds: int = variable(
        "AGENT_RUNNER_COMMAND_CPU_SECONDS",
        1800,
        "Seconds of CPU time of one process of a command, at most; `0`: any.",
        ge=0,
        le=2**31,
    )
    command_landlock: bool = variable(
        "AGENT_RUNNER_COMMAND_LANDLOCK",
        True,
        "`false`: commands may look into other processes of their user, signal them, and mount (see Security).",
    )
    output_limit: int = variable(
        "AGENT_RUNNER_OUTPUT_LIMIT", 20_000, "Characters of a tool's answer, at most.", ge=1000, le=100_000
    )
    drain_seconds: float = variable(
        "AGENT_RUNNER_DRAIN_SECONDS",
        50,
        "How long running activities may go on after SIGTERM. The operator sets the grace period less ten.",
        ge=0,
    )
    metrics_port: int | None = variable(
        "AGENT_RUNNER_METRICS_PORT", None, "Prometheus metrics on this port; off where unset.", ge=1, le=65535
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = variable(
        "LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Literal["json", "text"] = variable("LOG_FORMAT", "json", "`json`, one object a line, or `text`.")
    state_file: Path = variable(
        "AGENT_RUNNER_STATE_FILE",
        DEFAULT_STATE_FILE,
        "Where the worker tells its health; the health command reads it, too.",
    )

    @field_validator(*KEYS, mode="before")
    @classmethod
    def _trimmed(cls, key: str | None) -> str | None:
        """A Secret made from a file often ends in a line end, which no HTTP header may hold."""
        key = key.strip() if key else None
        if key and not all("!" <= letter <= "~" for letter in key):
            raise ValueError("it holds a blank, a line end or a letter that no key has: look at the Secret it is from")
        return key or None

    @field_validator("temporal_address")
    @classmethod
    def _port(cls, address: str) -> str:
        if not 1 <= int(address.rpartition(":")[2]) <= 65535:
            raise ValueError("its port is none: give host:port, such as temporal.example.com:7233")
        return address

    @field_validator("metrics_port")
    @classmethod
    def _free(cls, port: int | None) -> int | None:
        if port is not None:
            try:
                socket.create_server(("", port)).close()
            except OSError as error:
                raise ValueError(f"port {port} can't be had ({error.strerror}): take another") from error
        return port

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, given: str) -> str:
        return given.upper()

    @field_validator("workspace", mode="before")
    @classmethod
    def _other_name(cls, given: str, info: ValidationInfo) -> str | Path:
        root: Path | None = info.data.get("workspace_root")
        return given if root is None or os.environ.get("SANDBOX_ROOT_DIR") else root

    @field_validator("workspace")
    @classmethod
    def _writable(cls, folder: Path) -> Path:
        if not folder.is_dir():
            raise ValueError(f"{folder} is not a folder: mount a volume there, or name another folder")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise ValueError(
                f"user {os.getuid()} may not write {folder}: in a pod set fsGroup, elsewhere chown the volume"
            )
        return folder

    @field_validator("backend_endpoint")
    @classmethod
    def _endpoint(cls, given: str | None) -> str | None:
        if given is not None and not re.fullmatch(r"[^\s/@]+:\d{1,5}", given) and not _is_url(given):
            raise ValueError("it is not host:port, such as stigmer.example.com:443")
        return given

    @field_validator(*URLS)
    @classmethod
    def _url(cls, given: str | None) -> str | None:
        if given is not None and not _is_url(given):
            raise ValueError("it is not a URL such as https://llm.example.com/v1")
        return given

    @field_validator("tls_ca", "tls_cert", "tls_key")
    @classmethod
    def _there(cls, file: Path | None) -> Path | None:
        """The operator names all three files, whichever the Secret has."""
        try:
            return file if file is not None and file.read_bytes() else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ValueError(f"user {os.getuid()} can't read {file}: {error.strerror}") from error

    @field_validator("tls_ca")
    @classmethod
    def _authority(cls, file: Path | None) -> Path | None:
        try:
            if file is not None:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
        except OSError as error:
            raise ValueError(f"{file} is no certificate in PEM") from error
        return file

    @field_validator("tls_key")
    @classmethod
    def _pair(cls, key: Path | None, info: ValidationInfo) -> Path | None:
        if "tls_cert" not in info.data:  # which is wrong, and told as such
            return key
        cert = info.data["tls_cert"]
        if (key is None) != (cert is None):
            raise ValueError("a client's certificate and its key are both needed, and only one of the files is there")
        try:
            if key is not None:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(cert, key, password="")
        except OSError as error:
            raise ValueError(f"{cert} and {key} are no certificate and its key in PEM, without a password") from error
        return key

    @field_validator("llm_api_key")
    @classmethod
    def _key(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        provider = info.data.get("llm_provider")
        elsewhere = info.data.get("llm_base_url") or info.data.get("openai_base_url")
        needed = provider == "anthropic" or (provider == "openai" and elsewhere is None)
        if needed and key is None and info.data.get(f"{provider}_api_key") is None:
            raise ValueError(f"missing: set it (or {str(provider).upper()}_API_KEY) to a key of {provider}")
        return key

    @classmethod
    def load(cls) -> "Settings":
        """The settings of this process. :raises BadEnvironmentError: with all that is wrong."""
        try:
            return cls()
        except ValidationError as error:
            lines = [_line(each) for each in error.errors()]
            raise BadEnvironmentError("\n".join(["The environment is wrong:", *lines])) from None

    @property
    def key(self) -> SecretStr | None:
        """The key for the provider."""
        own = {"openai": self.openai_api_key, "anthropic": self.anthropic_api_key}.get(self.llm_provider)
        return self.llm_api_key or own

    @property
    def base_url(self) -> str | None:
        """Where the provider is; None: its SDK knows. Ollama speaks OpenAI's protocol below /v1."""
        if self.llm_provider != "ollama":
            own = {"openai": self.openai_base_url, "anthropic": self.anthropic_base_url}[self.llm_provider]
            return self.llm_base_url or own
        url = (self.llm_base_url or self.ollama_base_url or OLLAMA).rstrip("/")
        return url if url.endswith("/v1") else f"{url}/v1"

    @property
    def model(self) -> str | None:
        """The model of executions that name none."""
        return self.llm_model or self.primary_model

    @property
    def tls(self) -> bool:
        if self.temporal_tls is not None:
            return self.temporal_tls
        return any((self.temporal_api_key, self.tls_ca, self.tls_cert))

    @property
    def secrets(self) -> list[str]:
        """What must never be shown: the keys, and the passwords that addresses hold, as written and as sent."""
        keys = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        urls = (*(getattr(self, name) for name in URLS), self.backend_endpoint)
        passwords = [password for url in urls if url and (password := urlsplit(url).password)]
        return [*keys, *passwords, *map(unquote, passwords)]

    @property
    def level(self) -> int:
        return logging.getLevelNamesMapping()[self.log_level]


def _is_url(given: str) -> bool:
    parts = urlsplit(given)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _line(error: Any) -> str:
    """`  NAME: what is wrong`. Values are not repeated: one of them may be a key in the wrong place."""
    field = next(
        field for name, field in Settings.model_fields.items() if error["loc"][0] in (name, field.validation_alias)
    )
    name, description = field.validation_alias, field.description
    if error["type"] == "missing":
        return f"  {name}: missing: set it. {description}"
    return f"  {name}: {error['msg'].removeprefix('Value error, ')}."
