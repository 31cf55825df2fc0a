"""One question to a model: `client_of` gives the provider's client. Only that provider's SDK is loaded."""

from agent_runner.config import Settings
from agent_runner.llm.client import LlmClient


def client_of(settings: Settings) -> LlmClient:
    if settings.llm_provider == "anthropic":
        from agent_runner.llm.anthropic_client import AnthropicClient  # noqa: PLC0415 - loads an SDK

        return AnthropicClient(settings)
    from agent_runner.llm.openai_client import OpenAiClient  # noqa: PLC0415

    return OpenAiClient(settings)
