"""Chat completions, completions, embeddings and models."""

import asyncio
import json
import struct
import base64

import openai
import pydantic
from openai import AsyncOpenAI, OpenAI

from checks import RUN, check, equal, errand, holds, prompt, raises, upstream, user

client = OpenAI()


@check
def a_chat_completion_has_the_providers_answer():
    answer = client.chat.completions.create(
        model="sim", messages=user("What is the capital of France?"), temperature=0)
    equal(answer.choices[0].message.content, "The capital of France is Paris.")
    equal(answer.choices[0].finish_reason, "stop")
    equal((answer.object, answer.model), ("chat.completion", "sim"))
    equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)
    holds(answer._request_id.startswith("req_"), answer._request_id)


@check
def a_call_is_a_job():
    text = prompt("a job")
    raw = client.chat.completions.with_raw_response.create(model="sim", messages=user(text))
    job = errand("GET", "/jobs/" + raw.headers["Errand-Job-Id"])
    equal((job["state"], job["model"], job["priority"]), ("succeeded", "sim", 0))
    equal(job["output_text"], raw.parse().choices[0].message.content)
    equal(upstream(text), (1, 0))


@check
def structured_output_is_parsed():
    class City(pydantic.BaseModel):
        name: str
        people: int

    content = '{"name": "Paris", "people": 2100000}'
    answer = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "sim-echo", "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}
    parsed = client.chat.completions.parse(
        model="sim-echo", messages=user(json.dumps(answer)), response_format=City)
    equal(parsed.choices[0].message.parsed, City(name="Paris", people=2100000))


@check
def tool_calls_are_passed_on_unchanged():
    call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Köln \u2028"}'}}
    answer = {"id": "chatcmpl-2", "object": "chat.completion", "created": 1, "model": "sim-echo", "choices": [
        {"index": 0, "finish_reason": "tool_calls",
         "message": {"role": "assistant", "content": None, "tool_calls": [call]}}]}
    tool = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
    got = client.chat.completions.create(model="sim-echo", messages=user(json.dumps(answer)), tools=[tool])
    equal(got.choices[0].message.tool_calls[0].to_dict(), call)


@check
def a_completion_has_the_providers_answer():
    answer = client.completions.create(model="sim", prompt="What is 2 + 2?")
    equal((answer.object, answer.choices[0].text), ("text_completion", "2 + 2 is 4."))


@check
def embeddings_are_numbers_whatever_the_encoding():
    texts = ["Paris", "Rome", "日本"]
    default = client.embeddings.create(model="sim", input=texts)
    floats = client.embeddings.create(model="sim", input=texts, encoding_format="float")
    equal([each.index for each in default.data], [0, 1, 2])
    for one, other in zip(default.data, floats.data, strict=True):
        equal(len(one.embedding), 8)
        equal(one.embedding, [single(number) for number in other.embedding])
    holds(default.data[0].embedding != default.data[1].embedding)


def single(number):
    return struct.unpack("<f", struct.pack("<f", number))[0]


@check
def embeddings_become_base64_where_the_provider_sends_numbers():
    numbers = [0.25, -2.5, 1e-3, 123456.78]
    answer = {"object": "list", "model": "sim-echo", "usage": {"prompt_tokens": 1, "total_tokens": 1},
              "data": [{"object": "embedding", "index": 0, "embedding": numbers}]}
    raw = client.embeddings.with_raw_response.create(
        model="sim-echo", input=json.dumps(answer), encoding_format="base64")
    sent = json.loads(raw.http_response.content)["data"][0]["embedding"]
    equal(struct.unpack("<4f", base64.b64decode(sent)), tuple(single(number) for number in numbers))
    parsed = client.embeddings.create(model="sim-echo", input=json.dumps(answer))
    equal(parsed.data[0].embedding, [single(number) for number in numbers])


@check
def embeddings_take_tokens_as_langchain_sends_them():
    answer = client.embeddings.create(model="sim", input=[[9906, 1917], [3], [4, 5, 6]], dimensions=16)
    equal([len(each.embedding) for each in answer.data], [16, 16, 16])
    one = client.embeddings.create(model="sim", input=[9906, 1917], dimensions=16)
    equal(one.data[0].embedding, answer.data[0].embedding)


@check
def a_stream_is_refused_by_name():
    raises(openai.BadRequestError,
           lambda: client.chat.completions.create(model="sim", messages=user("Hi"), stream=True),
           param="stream", type="invalid_request_error")


@check
def models_are_listed():
    page = client.models.list()
    names = [model.id for model in page]
    holds("sim" in names, names)
    equal(names, sorted(names))
    equal({(model.object, type(model.created), model.owned_by) for model in page.data}, {("model", int, "openai")})
    equal(client.models.retrieve("sim").id, "sim")


@check
def a_model_that_does_not_exist_is_not_found():
    for name in ("gpt-0", "org/model:tag", "a/b/c"):
        error = raises(openai.NotFoundError, lambda: client.models.retrieve(name), code="model_not_found")
        holds(name in error.message, error.message)


@check
def a_model_may_have_a_slash():
    answer = client.chat.completions.create(model="org/name:tag", messages=user("Tell me a joke."))
    equal(answer.model, "org/name:tag")
    if "org/name:tag" in [model.id for model in client.models.list()]:
        equal(client.models.retrieve("org/name:tag").id, "org/name:tag")


@check
def a_call_with_a_name_is_made_once():
    text, headers = prompt("named"), {"Idempotency-Key": f"{RUN}-key"}
    create = client.chat.completions.with_raw_response.create
    answers = [create(model="sim", messages=user(text), extra_headers=headers) for _ in range(3)]
    equal(len({answer.headers["Errand-Job-Id"] for answer in answers}), 1)
    equal(len({answer.http_response.content for answer in answers}), 1)
    equal(upstream(text), (1, 0))
    raises(openai.UnprocessableEntityError,
           lambda: client.chat.completions.create(model="sim", messages=user("other"), extra_headers=headers),
           code="key_reused")


@check
def a_hundred_calls_at_once_get_their_own_answers():
    texts = [prompt(f"parallel {number:03}") for number in range(100)]

    async def ask_all():
        async with AsyncOpenAI() as parallel:
            return await asyncio.gather(*(
                parallel.chat.completions.create(model="sim-latency-200ms", messages=user(text)) for text in texts))

    for text, answer in zip(texts, asyncio.run(ask_all()), strict=True):
        holds(answer.choices[0].message.content.endswith(f"to: {text}"), answer.choices[0].message.content)
        equal(upstream(text), (1, 0))
