import socket
from pathlib import Path

import pytest
import trustme

from agent_runner.config import BadEnvironmentError
from conftest import MakeSettings


def test_every_wrong_or_missing_variable_is_told_at_once(settings: MakeSettings) -> None:
    with pytest.raises(BadEnvironmentError) as wrong:
        settings(
            SANDBOX_ROOT_DIR="/no/such/folder",
            TEMPORAL_SERVICE_ADDRESS=None,
            TEMPORAL_MAX_CONCURRENCY="none",
            STIGMER_LLM_PROVIDER="anthropic",
            STIGMER_LLM_TEMPERATURE="3",
            STIGMER_LLM_BASE_URL="llm.example.com",
            LOG_LEVEL="loud",
        )
    names = [line.split(":")[0].strip() for line in str(wrong.value).splitlines()[1:]]
    assert names == [
        "SANDBOX_ROOT_DIR",
        "TEMPORAL_SERVICE_ADDRESS",
        "TEMPORAL_MAX_CONCURRENCY",
        "STIGMER_LLM_BASE_URL",
        "STIGMER_LLM_TEMPERATURE",
        "STIGMER_LLM_API_KEY",
        "LOG_LEVEL",
    ]
    assert "TEMPORAL_SERVICE_ADDRESS: missing: set it. Temporal's `host:port`" in str(wrong.value)
    assert "set it (or ANTHROPIC_API_KEY) to a key of anthropic" in str(wrong.value)


def test_a_value_in_the_wrong_place_is_not_repeated_for_it_may_be_a_key(settings: MakeSettings) -> None:
    with pytest.raises(BadEnvironmentError) as wrong:
        settings(STIGMER_LLM_MAX_TOKENS="sk-secret", TEMPORAL_SERVICE_ADDRESS="sk-secret")
    assert "sk-secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"STIGMER_LLM_PROVIDER": "openai", "STIGMER_LLM_API_KEY": "one", "OPENAI_API_KEY": "two"}, "one"),
        ({"STIGMER_LLM_PROVIDER": "openai", "OPENAI_API_KEY": "two"}, "two"),
        ({"STIGMER_LLM_PROVIDER": "anthropic", "ANTHROPIC_API_KEY": "three"}, "three"),
        ({"STIGMER_LLM_PROVIDER": "openai", "STIGMER_LLM_BASE_URL": "http://vllm:8000/v1"}, None),
        ({"STIGMER_LLM_PROVIDER": "ollama", "OPENAI_API_KEY": "two"}, None),
    ],
)
def test_the_key_is_the_providers(settings: MakeSettings, given: dict[str, str], key: str | None) -> None:
    found = settings(**given).key
    assert (found.get_secret_value() if found else None) == key


def test_a_key_of_another_provider_does_not_serve(settings: MakeSettings) -> None:
    with pytest.raises(BadEnvironmentError, match="OPENAI_API_KEY"):
        settings(STIGMER_LLM_PROVIDER="openai", ANTHROPIC_API_KEY="three")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://localhost:11434/v1"),
        ({"OLLAMA_BASE_URL": "http://host:11434"}, "http://host:11434/v1"),
        ({"STIGMER_LLM_BASE_URL": "http://host:11434/v1/"}, "http://host:11434/v1"),
        ({"STIGMER_LLM_PROVIDER": "openai", "OPENAI_API_KEY": "k"}, None),
        ({"STIGMER_LLM_PROVIDER": "openai", "STIGMER_LLM_BASE_URL": "https://e.com/x"}, "https://e.com/x"),
        ({"STIGMER_LLM_PROVIDER": "openai", "OPENAI_BASE_URL": "https://o.com/v1"}, "https://o.com/v1"),
        (
            {
                "STIGMER_LLM_PROVIDER": "anthropic",
                "ANTHROPIC_API_KEY": "k",
                "ANTHROPIC_BASE_URL": "https://a.com",
                "OPENAI_BASE_URL": "https://o.com/v1",
            },
            "https://a.com",
        ),
    ],
)
def test_the_providers_address(settings: MakeSettings, given: dict[str, str], url: str | None) -> None:
    assert settings(**given).base_url == url


TLS_FILES = {
    "TEMPORAL_TLS_SERVER_CA_CERT_PATH": "ca.crt",
    "TEMPORAL_TLS_CLIENT_CERT_PATH": "tls.crt",
    "TEMPORAL_TLS_CLIENT_KEY_PATH": "tls.key",
}


@pytest.fixture
def tls_files(tmp_path: Path) -> dict[str, str]:
    """The variables as the operator sets them, and the files of a whole Secret."""
    authority = trustme.CA()
    client = authority.issue_cert("worker@example.com")
    authority.cert_pem.write_to_path(tmp_path / "ca.crt")
    client.cert_chain_pems[0].write_to_path(tmp_path / "tls.crt")
    client.private_key_pem.write_to_path(tmp_path / "tls.key")
    return {name: str(tmp_path / file) for name, file in TLS_FILES.items()}


def test_a_whole_tls_secret_is_taken(settings: MakeSettings, tls_files: dict[str, str], tmp_path: Path) -> None:
    found = settings(TEMPORAL_TLS="true", **tls_files)
    assert (found.tls_ca, found.tls_cert, found.tls_key) == tuple(tmp_path / file for file in TLS_FILES.values())


def test_files_that_the_tls_secret_lacks_count_as_unset(
    settings: MakeSettings, tls_files: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "tls.crt").unlink()
    (tmp_path / "tls.key").write_text("")
    found = settings(TEMPORAL_TLS="true", **tls_files)
    assert (found.tls, found.tls_ca, found.tls_cert, found.tls_key) == (True, tmp_path / "ca.crt", None, None)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("tls.key", None, "TEMPORAL_TLS_CLIENT_KEY_PATH: a client's certificate and its key are both needed"),
        ("tls.key", "no key", "tls.key are no certificate and its key in PEM"),
        ("tls.key", "another", "tls.key are no certificate and its key in PEM"),
        ("tls.crt", "no certificate", "tls.crt and "),
        ("ca.crt", "no certificate", "ca.crt is no certificate in PEM"),
        ("ca.crt/", None, "can't read"),
    ],
)
def test_tls_files_that_cannot_serve_are_refused(
    settings: MakeSettings, tls_files: dict[str, str], tmp_path: Path, file: str, content: str | None, said: str
) -> None:
    path = tmp_path / file
    path.unlink()
    if content == "another":
        trustme.CA().issue_cert("other@example.com").private_key_pem.write_to_path(path)
    elif content:
        path.write_text(content)
    elif file.endswith("/"):
        path.mkdir()
    with pytest.raises(BadEnvironmentError) as wrong:
        settings(TEMPORAL_TLS="true", **tls_files)
    [_, line] = str(wrong.value).splitlines()
    assert said in line


@pytest.mark.parametrize(
    ("given", "tls"),
    [({}, False), ({"TEMPORAL_API_KEY": "k"}, True), ({"TEMPORAL_API_KEY": "k", "TEMPORAL_TLS": "false"}, False)],
)
def test_an_api_key_turns_tls_on(settings: MakeSettings, given: dict[str, str], tls: bool) -> None:
    assert settings(**given).tls is tls


def test_an_authority_or_a_certificate_turns_tls_on(settings: MakeSettings, tls_files: dict[str, str]) -> None:
    assert settings(**tls_files).tls


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_port_that_is_none_is_told_before_anything_connects(settings: MakeSettings, port: str) -> None:
    with pytest.raises(BadEnvironmentError, match="TEMPORAL_SERVICE_ADDRESS: its port is none"):
        settings(TEMPORAL_SERVICE_ADDRESS=f"temporal:{port}")


def test_a_metrics_port_that_another_has_is_told_before_anything_connects(settings: MakeSettings) -> None:
    with socket.create_server(("", 0)) as other:
        port = str(other.getsockname()[1])
        with pytest.raises(BadEnvironmentError, match=f"AGENT_RUNNER_METRICS_PORT: port {port} can't be had"):
            settings(AGENT_RUNNER_METRICS_PORT=port)
    assert settings(AGENT_RUNNER_METRICS_PORT=port).metrics_port == int(port)


def test_more_at_once_than_any_worker_can_do_is_refused(settings: MakeSettings) -> None:
    with pytest.raises(BadEnvironmentError, match="TEMPORAL_MAX_CONCURRENCY: Input should be less than"):
        settings(TEMPORAL_MAX_CONCURRENCY="100000000000000000000")


def test_the_line_end_of_a_key_from_a_file_is_left_out(settings: MakeSettings) -> None:
    found = settings(STIGMER_LLM_PROVIDER="openai", OPENAI_API_KEY="sk-1\n", STIGMER_API_KEY=" \n")
    assert (found.secrets, found.backend_api_key) == (["sk-1"], None)


@pytest.mark.parametrize("key", ["sk-1\nsk-2", "sk 1", "sk-ä"])
def test_a_key_that_no_header_can_hold_is_told_without_it(settings: MakeSettings, key: str) -> None:
    with pytest.raises(BadEnvironmentError, match="STIGMER_LLM_API_KEY: it holds a blank, a line end") as wrong:
        settings(STIGMER_LLM_API_KEY=key)
    assert key not in str(wrong.value)


def test_an_empty_variable_is_an_unset_one(settings: MakeSettings) -> None:
    assert settings(STIGMER_LLM_MODEL="", TEMPORAL_NAMESPACE="").temporal_namespace == "default"


def test_a_workspace_that_cannot_be_written_is_told_with_the_fix(
    settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as root, who may write anything
    with pytest.raises(BadEnvironmentError, match="in a pod set fsGroup"):
        settings()


def test_log_levels_are_read_in_any_case(settings: MakeSettings) -> None:
    assert settings(LOG_LEVEL="debug").level == 10


def test_all_keys_are_known_as_secrets(settings: MakeSettings) -> None:
    found = settings(
        STIGMER_LLM_API_KEY="a", OPENAI_API_KEY="b", ANTHROPIC_API_KEY="c", TEMPORAL_API_KEY="d", STIGMER_API_KEY="e"
    )
    assert sorted(found.secrets) == ["a", "b", "c", "d", "e"]
    assert "SecretStr('**********')" in repr(found)


@pytest.mark.parametrize("endpoint", ["stigmer:443", "https://stigmer.example.com", None])
def test_the_backend_is_a_host_with_a_port_or_a_url(settings: MakeSettings, endpoint: str | None) -> None:
    assert settings(STIGMER_BACKEND_ENDPOINT=endpoint).backend_endpoint == endpoint


@pytest.mark.parametrize("endpoint", ["stigmer", "me:secret@stigmer:443", "ftp://stigmer"])
def test_a_backend_that_is_neither_is_told(settings: MakeSettings, endpoint: str) -> None:
    with pytest.raises(BadEnvironmentError, match="STIGMER_BACKEND_ENDPOINT: it is not host:port"):
        settings(STIGMER_BACKEND_ENDPOINT=endpoint)


@pytest.mark.parametrize(
    ("given", "model"),
    [
        ({"STIGMER_PRIMARY_MODEL": "p"}, "p"),
        ({"STIGMER_PRIMARY_MODEL": "p", "STIGMER_LLM_MODEL": "m"}, "m"),
        ({}, None),
    ],
)
def test_the_model_has_two_names(settings: MakeSettings, given: dict[str, str], model: str | None) -> None:
    assert settings(**given).model == model


def test_the_workspace_has_two_names(settings: MakeSettings, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert settings(WORKSPACE_ROOT_DIR=str(other)).workspace == tmp_path
    assert settings(WORKSPACE_ROOT_DIR=str(other), SANDBOX_ROOT_DIR=None).workspace == other


def test_the_key_of_the_backend_is_kept_secret_under_either_name(settings: MakeSettings) -> None:
    assert settings(STIGMER_TOKEN="one", STIGMER_API_KEY="two").secrets == ["two", "one"]
