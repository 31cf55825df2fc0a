"""A provider's errors as Temporal's: what is worth another try, and what a person must mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from temporalio.exceptions import ApplicationError

from agent_runner.config import Settings
from agent_runner.logs import hide

# Types of ApplicationError, for who reads an execution's failure.
BAD_KEY = "LlmBadKey"
UNKNOWN_MODEL = "LlmUnknownModel"
NO_MODEL = "LlmNoModel"
NO_CREDIT = "LlmNoCredit"
REFUSED = "LlmRefused"
UNAVAILABLE = "LlmUnavailable"

CUT = "its stream ended before the answer did"  # a broken connection may look like an end
TRY_AGAIN = {408, 409, 425, 429}  # and all from 500
LONGEST_WAIT = timedelta(minutes=10)  # of what a provider may ask for


def no_model() -> ApplicationError:
    return ApplicationError(
        "No model is named: set STIGMER_LLM_MODEL, or model in the input.", type=NO_MODEL, non_retryable=True
    )


def unreachable(settings: Settings, error: Exception) -> ApplicationError:
    where = settings.base_url or "its own address"
    text = f"{settings.llm_provider} at {where} can't be reached: {error} {error.__cause__ or ''}".rstrip()
    return ApplicationError(hide(text, settings.secrets), type=UNAVAILABLE)


def broken_answer(settings: Settings, why: str) -> ApplicationError:
    text = f"{settings.llm_provider} gave an answer that can't be used: {why}"
    return ApplicationError(hide(text, settings.secrets), type=UNAVAILABLE)


@dataclass(frozen=True)
class Refusal:
    """An HTTP answer that is no success. `code`: the provider's own word for it, where it has one."""

    status: int
    code: str | None
    said: str
    headers: Mapping[str, str]


def refused(settings: Settings, model: str, refusal: Refusal) -> ApplicationError:
    kind, advice = _kind(refusal.status, refusal.code, model)
    text = f"{settings.llm_provider} answered {refusal.status}: {refusal.said}{advice}"
    return ApplicationError(
        hide(text, settings.secrets),
        type=kind,
        non_retryable=kind != UNAVAILABLE,
        next_retry_delay=_wait(refusal.headers) if kind == UNAVAILABLE else None,
    )


def _kind(status: int, code: str | None, model: str) -> tuple[str, str]:
    if code == "insufficient_quota" or status == 402:
        return NO_CREDIT, " Add credit, or use another key."
    # Below 400 the answer began well, and the error came within the stream.
    if status in TRY_AGAIN or status >= 500 or status < 400:
        return UNAVAILABLE, ""
    if status in (401, 403):
        return BAD_KEY, " Set STIGMER_LLM_API_KEY to a key that may use this model."
    if status == 404:
        return (
            UNKNOWN_MODEL,
            f" Is {model!r} a model that is there? Set STIGMER_LLM_MODEL, or model in the input.",
        )
    return REFUSED, ""


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    """What Retry-After asks for, in seconds; a date is left to the retry policy."""
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(timedelta(seconds=seconds), LONGEST_WAIT) if seconds > 0 else None
