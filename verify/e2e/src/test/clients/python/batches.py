"""Batches: create, poll, list, cancel, and the files that they leave."""

import json
import os
import time

import openai
from openai import OpenAI

from checks import RUN, check, equal, errand, holds, prompt, raises, until, upstream, user

client = OpenAI()
stranger = OpenAI(api_key=os.environ["OTHER_KEY"])
FINAL = {"completed", "failed", "expired", "cancelled"}
NULLABLE = {"model", "errors", "output_file_id", "error_file_id", "in_progress_at", "expires_at", "finalizing_at",
            "completed_at", "failed_at", "expired_at", "cancelling_at", "cancelled_at", "metadata"}


def line(custom_id, text, model="sim", url="/v1/chat/completions"):
    body = {"model": model, "messages": user(text)} if "chat" in url else {"model": model, "input": text}
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body}, ensure_ascii=False)


def upload(lines):
    content = "\n".join(lines).encode()
    return client.files.create(file=("lines.jsonl", content), purpose="batch").id


def create(lines, url="/v1/chat/completions", **more):
    return client.batches.create(input_file_id=upload(lines), endpoint=url, completion_window="24h", **more)


def ended(batch):
    return until(f"the end of {batch.id}", lambda: (now := client.batches.retrieve(batch.id)).status in FINAL and now, 60)


def lines_of(file_id):
    return [json.loads(each) for each in client.files.content(file_id).text.split("\n") if each] if file_id else []


def counts(batch):
    return batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed


@check
def a_batch_runs_to_its_end():
    texts = [prompt(f"line {number}\u2028") for number in range(30)]
    began = int(time.time())
    batch = create([line(f"id-{number}", text) for number, text in enumerate(texts)], metadata={"night": "1"})
    holds(batch.id.startswith("batch_"), batch.id)
    holds(batch.status in ("validating", "in_progress", "finalizing", "completed"), batch.status)
    holds(NULLABLE <= batch.to_dict(exclude_unset=True).keys(), batch.to_dict(exclude_unset=True))
    equal((batch.object, batch.endpoint, batch.completion_window, batch.metadata),
          ("batch", "/v1/chat/completions", "24h", {"night": "1"}))
    equal(batch.expires_at - batch.created_at, 24 * 3600)
    done = ended(batch)
    equal((done.status, counts(done), done.error_file_id, done.errors), ("completed", (30, 30, 0), None, None))
    holds(began - 1 <= done.created_at <= done.in_progress_at <= done.finalizing_at <= done.completed_at, done)
    equal(done.model, "sim")
    output = lines_of(done.output_file_id)
    equal([each["custom_id"] for each in output], [f"id-{number}" for number in range(30)])
    used = 0
    for text, each in zip(texts, output, strict=True):
        equal((each["error"], each["response"]["status_code"]), (None, 200))
        holds(each["id"].startswith("batch_req_") and each["response"]["request_id"], each)
        body = each["response"]["body"]
        holds(body["choices"][0]["message"]["content"].endswith(text), body)
        used += body["usage"]["total_tokens"]
        equal(upstream(text), (1, 0))
    equal(done.usage.total_tokens, used)
    equal(done.usage.input_tokens + done.usage.output_tokens, used)


@check
def its_output_is_a_file():
    done = ended(create([line("only", prompt("file"))], output_expires_after={"anchor": "created_at", "seconds": 7200}))
    file = client.files.retrieve(done.output_file_id)
    content = client.files.content(file.id).read()
    equal((file.purpose, file.status, file.bytes), ("batch_output", "processed", len(content)))
    equal(file.expires_at - file.created_at, 7200)
    holds(file.id in [each.id for each in client.files.list(purpose="batch_output")])
    equal(client.files.content(file.id).read(), content)


@check
def failing_lines_go_to_the_error_file():
    lines = [line(f"good {number}", prompt(f"good {number}")) for number in range(5)]
    lines[2:2] = [line("bad", prompt("bad"), "sim-400"), line("worse", prompt("worse"), "sim-500")]
    done = ended(create(lines))
    equal((done.status, counts(done), done.model), ("completed", (7, 5, 2), None))
    equal([each["custom_id"] for each in lines_of(done.output_file_id)], [f"good {number}" for number in range(5)])
    failed = lines_of(done.error_file_id)
    equal([(each["custom_id"], each["error"], each["response"]["status_code"]) for each in failed],
          [("bad", None, 400), ("worse", None, 500)])
    equal([set(each["response"]["body"]["error"]) >= {"message", "type", "param", "code"} for each in failed],
          [True, True])
    equal((upstream(prompt("bad")), upstream(prompt("worse"))), ((1, 0), (int(os.environ["ATTEMPTS"]), 0)))


@check
def a_batch_without_a_success_is_completed_too():
    done = ended(create([line(f"{number}", prompt(f"none {number}"), "sim-422") for number in range(3)]))
    equal((done.status, counts(done), done.output_file_id), ("completed", (3, 0, 3), None))
    equal([each["response"]["status_code"] for each in lines_of(done.error_file_id)], [422] * 3)


@check
def embeddings_run_in_batches():
    lines = [line(f"{number}", f"text {number}", url="/v1/embeddings") for number in range(3)]
    done = ended(create(lines, "/v1/embeddings"))
    equal(counts(done), (3, 3, 0))
    equal([len(each["response"]["body"]["data"][0]["embedding"]) for each in lines_of(done.output_file_id)], [8] * 3)


@check
def a_bad_line_fails_the_batch_before_anything_runs():
    good = prompt("validated")
    cases = {
        "invalid_json_line": "{not json",
        "duplicate_custom_id": line("one", "again"),
        "url_mismatch": line("two", "text", url="/v1/embeddings"),
    }
    for code, bad in cases.items():
        failed = ended(create([line("one", good), "", bad]))
        equal((failed.status, failed.output_file_id, failed.error_file_id), ("failed", None, None))
        equal([(error.code, error.line) for error in failed.errors.data], [(code, 3)])
        holds(failed.errors.data[0].message and failed.failed_at, failed)
    empty = ended(create([""]))
    equal((empty.status, [error.code for error in empty.errors.data]), ("failed", ["empty_file"]))
    equal(upstream(good), (0, 0))


@check
def wrong_parameters_are_refused_by_name():
    file = upload([line("one", "text")])
    other = client.files.create(file=b"{}", purpose="user_data").id
    fine = {"input_file_id": file, "endpoint": "/v1/chat/completions", "completion_window": "24h"}
    wrong = [("input_file_id", "file-unknown"), ("input_file_id", other), ("endpoint", "/v1/nothing"),
             ("completion_window", "soon"), ("metadata", {f"{number}": "x" for number in range(17)})]
    for name, value in wrong:
        error = raises(openai.BadRequestError, lambda: client.batches.create(**{**fine, name: value}))
        equal(error.param.partition(".")[0], name)
    raises(openai.NotFoundError, lambda: client.batches.retrieve("batch_unknown"))


@check
def batches_are_listed_newest_first_page_by_page():
    batches = [create([line("one", prompt(f"page {number}"))]) for number in range(5)]
    newest_first = [batch.id for batch in reversed(batches)]
    page = client.batches.list(limit=2)
    equal(([batch.id for batch in page.data], page.has_more), (newest_first[:2], True))
    listed = [batch.id for batch in client.batches.list(limit=2)]
    equal(listed[:5], newest_first)
    equal(len(listed), len(set(listed)))
    after = client.batches.list(limit=2, after=newest_first[1])
    equal([batch.id for batch in after.data], newest_first[2:4])
    raises(openai.BadRequestError, lambda: client.batches.list(limit=101), param="limit")
    for batch in batches:
        ended(batch)


@check
def a_cancelled_batch_accounts_for_every_line():
    hanging = [prompt(f"hang {number}") for number in range(4)]
    lines = [line(f"done {number}", prompt(f"done {number}")) for number in range(4)]
    lines += [line(f"hang {number}", text, "sim-hang") for number, text in enumerate(hanging)]
    batch = create(lines)
    until("four lines have ended", lambda: client.batches.retrieve(batch.id).request_counts.completed == 4)
    until("the others run", lambda: all(upstream(text) == (1, 0) for text in hanging))
    holds(client.batches.cancel(batch.id).status in ("cancelling", "cancelled"))
    done = ended(batch)
    equal((done.status, done.request_counts.total, done.request_counts.completed), ("cancelled", 8, 4))
    holds(done.cancelling_at <= done.cancelled_at, done)
    equal([each["custom_id"] for each in lines_of(done.output_file_id)], [f"done {number}" for number in range(4)])
    rest = lines_of(done.error_file_id)
    equal([(each["custom_id"], each["response"], each["error"]["code"]) for each in rest],
          [(f"hang {number}", None, "batch_cancelled") for number in range(4)])
    until("their calls are cut off", lambda: all(upstream(text) == (1, 1) for text in hanging))
    equal(client.batches.cancel(batch.id).status, "cancelled")


@check
def a_completed_batch_cannot_be_cancelled():
    done = ended(create([line("one", prompt("late"))]))
    raises(openai.BadRequestError, lambda: client.batches.cancel(done.id), code="batch_not_cancellable")


@check
def nobody_sees_the_batches_of_others():
    batch = ended(create([line("one", prompt("mine"))]))
    equal(stranger.batches.list().data, [])
    for call in (stranger.batches.retrieve, stranger.batches.cancel):
        raises(openai.NotFoundError, lambda: call(batch.id))
    raises(openai.NotFoundError, lambda: stranger.files.content(batch.output_file_id))
    raises(openai.BadRequestError, lambda: stranger.batches.create(
        input_file_id=batch.input_file_id, endpoint="/v1/chat/completions", completion_window="24h"), param="input_file_id")
