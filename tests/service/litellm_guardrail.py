"""LiteLLM's Presidio guardrail against a running service: masking, un-masking, and what happens on an error.

No test of the suite: LiteLLM pins other versions than ours. In an environment with `pip install litellm fastapi`, and
beside `spacy-pii serve`:

    litellm-venv/bin/python tests/service/litellm_guardrail.py http://127.0.0.1:5002
"""

import asyncio
import sys

TEXT = "Hello, my name is Jane Doe, write to jane@example.com about the order."


async def masked(base, text, **options):
    """The guardrail, the request's data, and the message that would be sent to the model."""
    from litellm.caching.caching import DualCache
    from litellm.proxy._types import UserAPIKeyAuth
    from litellm.proxy.guardrails.guardrail_hooks.presidio import _OPTIONAL_PresidioPIIMasking

    guardrail = _OPTIONAL_PresidioPIIMasking(
        presidio_analyzer_api_base=base,
        presidio_anonymizer_api_base=base,
        guardrail_name="presidio",
        event_hook="pre_call",
        default_on=True,
        **options,
    )
    data = {"messages": [{"role": "user", "content": text}], "metadata": {}}
    data = await guardrail.async_pre_call_hook(UserAPIKeyAuth(), DualCache(), data, "completion")
    return guardrail, data, data["messages"][0]["content"]


async def main(base):
    """Raises AssertionError where LiteLLM does not do with this service what it does with Presidio's."""
    from litellm.proxy._types import UserAPIKeyAuth
    from litellm.types.utils import Choices, Message, ModelResponse

    *_, sent = await masked(base, TEXT)
    assert sent == "Hello, my name is <PERSON>, write to <EMAIL_ADDRESS> about the order.", sent
    print("masked:", sent)

    only = {"PERSON": "MASK", "EMAIL_ADDRESS": "MASK"}
    guardrail, data, sent = await masked(base, TEXT, output_parse_pii=True, pii_entities_config=only)
    assert "Jane" not in sent, sent
    assert "example.com" not in sent, sent
    answer = ModelResponse(choices=[Choices(message=Message(role="assistant", content=f"As you said: {sent}"))])
    restored = await guardrail.async_post_call_success_hook(data, UserAPIKeyAuth(), answer)
    assert restored.choices[0].message.content == f"As you said: {TEXT}", restored
    print("un-masked:", restored.choices[0].message.content)

    from litellm.exceptions import BlockedPiiEntityError

    try:
        await masked(base, TEXT, pii_entities_config={"EMAIL_ADDRESS": "BLOCK"})
    except BlockedPiiEntityError:
        print("blocked: the request is refused")
    else:
        raise AssertionError("a blocked entity passed")

    # An address that answers every analysis with an error: 404.
    try:
        *_, sent = await masked(f"{base}/nowhere", TEXT, output_parse_pii=True, pii_entities_config=only)
    except Exception as error:
        print("analyzer's error: the request is refused,", type(error).__name__)
    else:
        assert "Jane" not in sent, "an analyzer's error let the text pass"
        print("analyzer's error:", sent)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5002"))
