"""The classes of errors, and how often the provider is called for each."""

import asyncio
import os
import threading
import time

import openai
from openai import AsyncOpenAI, OpenAI

from checks import check, equal, errand, holds, prompt, raises, until, upstream, user

client = OpenAI()
# That of the installation.
ATTEMPTS = int(os.environ.get("ATTEMPTS", 3))


def ask(text, model, by=client, **settings):
    return by.chat.completions.create(model=model, messages=user(text), **settings)


@check
def a_wrong_key_is_401():
    for key in ("errand_wrong", "sk-proj-0123456789"):
        stranger = OpenAI(api_key=key)
        for call in (lambda: ask("Hi", "sim", stranger), stranger.models.list, lambda: stranger.files.retrieve("file-1")):
            raises(openai.AuthenticationError, call, status_code=401, code="invalid_api_key")


@check
def a_key_without_the_role_is_403():
    reader = OpenAI(api_key=os.environ["READ_KEY"])
    raises(openai.PermissionDeniedError, lambda: ask("Hi", "sim", reader), status_code=403, code="forbidden")


@check
def unknown_paths_are_404():
    for call in (client.fine_tuning.jobs.list, client.vector_stores.list,
                 lambda: client.moderations.create(input="Hi"), lambda: client.images.generate(prompt="Hi")):
        error = raises(openai.NotFoundError, call, status_code=404, type="invalid_request_error")
        holds(error.request_id.startswith("req_"), error.request_id)
        holds("/v1/" in error.message, error.message)


@check
def a_missing_parameter_is_400():
    raises(openai.BadRequestError,
           lambda: client.post("/chat/completions", body={"messages": []}, cast_to=object), param="model")


@check
def the_providers_400_is_final():
    text = prompt("400")
    error = raises(openai.BadRequestError, lambda: ask(text, "sim-400"), status_code=400)
    equal(error.response.headers["x-should-retry"], "false")
    equal(upstream(text), (1, 0))


@check
def the_providers_422_is_final():
    text = prompt("422")
    raises(openai.UnprocessableEntityError, lambda: ask(text, "sim-422"), status_code=422)
    equal(upstream(text), (1, 0))


@check
def an_exhausted_quota_is_429_and_final():
    text = prompt("quota")
    error = raises(openai.RateLimitError, lambda: ask(text, "sim-quota", max_retries_of(5)), status_code=429)
    equal((error.code, error.response.headers["x-should-retry"]), ("insufficient_quota", "false"))
    equal(upstream(text), (1, 0))


def max_retries_of(retries):
    return client.with_options(max_retries=retries)


@check
def the_providers_500_has_all_attempts_and_no_more():
    text = prompt("500")
    error = raises(openai.InternalServerError, lambda: ask(text, "sim-500", max_retries_of(5)), status_code=500)
    equal(error.response.headers["x-should-retry"], "false")
    equal(upstream(text), (ATTEMPTS, 0))
    equal(len(errand("GET", "/jobs/" + error.response.headers["Errand-Job-Id"])["attempts"]), ATTEMPTS)


@check
def a_provider_that_recovers_is_not_noticed():
    for model, calls in (("sim-flaky-1", 2), ("sim-first-1-reset", 2), ("sim-throttle-1-retry-1s", 2)):
        text = prompt(model)
        holds(ask(text, model, max_retries_of(0)).choices[0].message.content.endswith(text))
        equal(upstream(text), (calls, 0))


@check
def an_answer_that_is_none_is_502():
    for model, code, attempts in (("sim-html", "invalid_answer", 1), ("sim-reset", "connection", ATTEMPTS)):
        text = prompt(model)
        raises(openai.InternalServerError, lambda: ask(text, model), status_code=502, code=code)
        equal(upstream(text), (attempts, 0))


@check
def a_limit_of_the_key_is_429_and_waited_for():
    limited = OpenAI(api_key=os.environ["LIMITED_KEY"], max_retries=0)
    error = raises(openai.RateLimitError, lambda: [limited.models.list() for _ in range(50)],
                   status_code=429, code="rate_limit_exceeded", type="rate_limit_error")
    holds(1 <= int(error.response.headers["retry-after"]) <= 60, error.response.headers)
    patient = limited.with_options(max_retries=10)
    equal([page.object for page in [patient.models.list() for _ in range(3)]], ["list"] * 3)


@check
def a_call_ends_before_its_client_gives_up():
    text = prompt("timeout")
    began = time.monotonic()
    error = raises(openai.InternalServerError, lambda: ask(text, "sim-hang", timeout=3), status_code=504,
                   code="call_not_ended")
    holds(time.monotonic() - began < 3, "later than the client's own limit")
    equal(error.response.headers["x-should-retry"], "false")
    equal(errand("GET", "/jobs/" + error.response.headers["Errand-Job-Id"])["state"], "cancelled")
    until("the call is cut off", lambda: upstream(text) == (1, 1))


@check
def a_client_that_goes_away_cancels_its_call():
    text = prompt("gone")

    async def leave():
        async with AsyncOpenAI() as client_that_leaves:
            call = asyncio.create_task(
                client_that_leaves.chat.completions.create(model="sim-hang", messages=user(text)))
            while upstream(text) != (1, 0):
                await asyncio.sleep(0.1)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)

    asyncio.run(leave())
    until("the call is cut off", lambda: upstream(text) == (1, 1))


@check
def a_cancelled_job_is_409_and_not_called_again():
    text = prompt("cancelled")

    def cancel():
        until("the call runs", lambda: upstream(text) == (1, 0))
        running = errand("GET", "/jobs?state=running&model=sim-hang")["data"]
        errand("POST", f"/jobs/{running[0]['id']}/cancel")

    steps = threading.Thread(target=cancel)
    steps.start()
    raises(openai.ConflictError, lambda: ask(text, "sim-hang"), status_code=409, code="cancelled")
    steps.join()
    equal(upstream(text)[0], 1)
