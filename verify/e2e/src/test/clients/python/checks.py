"""Runs checks one after the other, prints one line for each, and ends at the first that fails."""

import json
import os
import sys
import time
import traceback
import urllib.request
import uuid

RUN = uuid.uuid4().hex[:12]
API = os.environ["OPENAI_BASE_URL"]
SIMULATOR = os.environ["SIMULATOR_URL"]

_checks = []


def check(function):
    _checks.append(function)
    return function


def run():
    for number, function in enumerate(_checks, 1):
        name = function.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            function()
        except BaseException:
            traceback.print_exc()
            print(f"not ok {number} {name}", flush=True)
            sys.exit(1)
        print(f"ok {number} {name} ({(time.monotonic() - began) * 1000:.0f} ms)", flush=True)
    print(f"{len(_checks)} checks passed")


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def holds(condition, *details):
    if not condition:
        raise AssertionError(details)


def raises(error, call, **expected):
    """The error of a call, which has these attributes."""
    try:
        result = call()
    except error as raised:
        for name, value in expected.items():
            equal((name, getattr(raised, name)), (name, value))
        return raised
    raise AssertionError(f"no {error.__name__}, but {result!r}")


def until(what, condition, seconds=30):
    """The first result that is true."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        holds(time.monotonic() < end, f"not within {seconds} s: {what}")
        time.sleep(0.1)
    return result


def user(text):
    return [{"role": "user", "content": text}]


def prompt(text):
    """A prompt that no other run uses: the simulator counts calls by their prompts."""
    return f"{RUN} {text}"


def upstream(text):
    """How many calls with this prompt have reached the provider, and how many of them were cut off."""
    query = urllib.parse.urlencode({"key": text})
    with urllib.request.urlopen(f"{SIMULATOR}/sim/calls?{query}") as response:
        calls = json.load(response)
    return calls["count"], calls["closed_by_client"]


def errand(method, path, key=os.environ["OPENAI_API_KEY"]):
    """Errand's own API."""
    request = urllib.request.Request(API + path, method=method, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)
