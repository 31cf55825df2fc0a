from pathlib import Path

import pytest

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
    ],
)
def test_the_providers_address(settings: MakeSettings, given: dict[str, str], url: str | None) -> None:
    assert settings(**given).base_url == url


def test_files_that_the_tls_secret_lacks_count_as_unset(settings: MakeSettings, tmp_path: Path) -> None:
    (tmp_path / "ca.crt").write_text("authority")
    found = settings(
        TEMPORAL_TLS="true",
        TEMPORAL_TLS_SERVER_CA_CERT_PATH=str(tmp_path / "ca.crt"),
        TEMPORAL_TLS_CLIENT_CERT_PATH=str(tmp_path / "tls.crt"),
        TEMPORAL_TLS_CLIENT_KEY_PATH=str(tmp_path / "tls.key"),
    )
    assert (found.tls, found.tls_ca, found.tls_cert, found.tls_key) == (True, tmp_path / "ca.crt", None, None)


def test_a_certificate_without_its_key_is_refused(settings: MakeSettings, tmp_path: Path) -> None:
    (tmp_path / "tls.crt").write_text("certificate")
    with pytest.raises(BadEnvironmentError, match="TEMPORAL_TLS_CLIENT_KEY_PATH: a client's certificate and its key"):
        settings(
            TEMPORAL_TLS_CLIENT_CERT_PATH=str(tmp_path / "tls.crt"),
            TEMPORAL_TLS_CLIENT_KEY_PATH=str(tmp_path / "tls.key"),
        )


@pytest.mark.parametrize(
    ("given", "tls"),
    [({}, False), ({"TEMPORAL_API_KEY": "k"}, True), ({"TEMPORAL_API_KEY": "k", "TEMPORAL_TLS": "false"}, False)],
)
def test_an_api_key_turns_tls_on(settings: MakeSettings, given: dict[str, str], tls: bool) -> None:
    assert settings(**given).tls is tls


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
