"""Uploads in parts."""

import hashlib
import io
import os

import openai
from openai import OpenAI

from checks import check, equal, holds, raises

client = OpenAI()
MIB = 1 << 20


def begin(size, **more):
    return client.uploads.create(bytes=size, filename="parts.jsonl", mime_type="text/jsonl", purpose="batch", **more)


@check
def parts_become_a_file_in_the_order_that_is_asked_for():
    upload = begin(9)
    equal((upload.object, upload.status, upload.bytes, upload.filename, upload.purpose),
          ("upload", "pending", 9, "parts.jsonl", "batch"))
    parts = [client.uploads.parts.create(upload.id, data=data) for data in (b"two", b"one", b"end")]
    equal({(part.object, part.upload_id) for part in parts}, {("upload.part", upload.id)})
    done = client.uploads.complete(
        upload.id, part_ids=[parts[1].id, parts[0].id, parts[2].id], md5=hashlib.md5(b"onetwoend").hexdigest())
    equal((done.id, done.status, done.file.bytes, done.file.filename, done.file.status),
          (upload.id, "completed", 9, "parts.jsonl", "processed"))
    equal(client.files.content(done.file.id).read(), b"onetwoend")
    equal(client.files.retrieve(done.file.id).id, done.file.id)
    client.files.delete(done.file.id)


@check
def a_chunked_upload_is_whole():
    content = os.urandom(MIB) * 3 + b"end"
    done = client.uploads.upload_file_chunked(
        file=io.BytesIO(content).getvalue(), filename="chunks.bin", bytes=len(content), mime_type="text/plain",
        purpose="user_data", part_size=MIB)
    equal((done.status, done.file.bytes), ("completed", len(content)))
    equal(hashlib.sha256(client.files.content(done.file.id).read()).digest(), hashlib.sha256(content).digest())
    client.files.delete(done.file.id)


@check
def wrong_uploads_do_not_complete():
    upload = begin(4)
    part = client.uploads.parts.create(upload.id, data=b"123")
    raises(openai.BadRequestError, lambda: client.uploads.complete(upload.id, part_ids=[part.id]))
    raises(openai.BadRequestError, lambda: client.uploads.complete(upload.id, part_ids=["part_unknown"]))
    cancelled = client.uploads.cancel(upload.id)
    equal((cancelled.id, cancelled.status), (upload.id, "cancelled"))
    raises(openai.APIStatusError, lambda: client.uploads.parts.create(upload.id, data=b"4"))
    raises(openai.NotFoundError, lambda: client.uploads.cancel("upload_unknown"))
    holds(upload.file is None)
