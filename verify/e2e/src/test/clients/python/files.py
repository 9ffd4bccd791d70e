"""Files: upload, list, read, delete, uploads in parts."""

import hashlib
import io
import os
import tempfile
import time
from pathlib import Path

import openai
from openai import OpenAI

from checks import check, equal, holds, raises

client = OpenAI()
stranger = OpenAI(api_key=os.environ["OTHER_KEY"])
LINES = b'{"custom_id": "1"}\n{"custom_id": "2"}\n'
MIB = 1 << 20


def upload(content=LINES, purpose="user_data", **more):
    return client.files.create(file=content, purpose=purpose, **more)


@check
def a_file_is_stored():
    began = int(time.time())
    file = upload(("lines.jsonl", LINES), "batch")
    holds(file.id.startswith("file-"), file.id)
    equal((file.object, file.bytes, file.filename, file.purpose, file.status),
          ("file", len(LINES), "lines.jsonl", "batch", "processed"))
    holds(began - 1 <= file.created_at <= time.time() + 1, file.created_at)
    equal(file.expires_at - file.created_at, 30 * 24 * 3600)
    equal(client.files.retrieve(file.id), file)
    equal(client.files.wait_for_processing(file.id), file)
    content = client.files.content(file.id)
    equal((content.read(), content.text), (LINES, LINES.decode()))


@check
def a_file_has_its_name():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Größe 日本.jsonl"
        path.write_bytes(LINES)
        equal(upload(path).filename, path.name)
        with path.open("rb") as opened:
            equal(upload(opened).filename, path.name)
    equal(upload(LINES).filename, "upload")
    equal(upload(LINES).expires_at, None)


@check
def a_large_file_is_streamed_in_and_out():
    content = os.urandom(MIB) * 24
    file = upload(("large.bin", io.BytesIO(content)))
    equal(file.bytes, len(content))
    digest, size = hashlib.sha256(), 0
    with client.files.with_streaming_response.content(file.id) as response:
        for piece in response.iter_bytes():
            digest.update(piece)
            size += len(piece)
    equal((size, digest.hexdigest()), (len(content), hashlib.sha256(content).hexdigest()))
    client.files.delete(file.id)


@check
def a_file_expires_when_it_is_told_to():
    file = upload(expires_after={"anchor": "created_at", "seconds": 3600})
    equal(file.expires_at - file.created_at, 3600)
    error = raises(openai.BadRequestError, lambda: upload(expires_after={"anchor": "created_at", "seconds": 60}))
    holds(error.param.startswith("expires_after"), error.param)


@check
def wrong_uploads_are_refused_by_name():
    raises(openai.BadRequestError, lambda: upload(purpose="nonsense"), param="purpose")
    raises(openai.BadRequestError, lambda: client.post("/files", body={"purpose": "batch"}, files={"other": LINES},
           options={"headers": {"Content-Type": "multipart/form-data"}}, cast_to=object))
    raises(openai.APIStatusError, lambda: client.post("/files", body={"purpose": "batch"}, cast_to=object),
           status_code=415)


@check
def files_are_listed_page_by_page():
    files = [upload(f"{number}".encode(), "evals") for number in range(7)]
    newest_first = [file.id for file in reversed(files)]
    equal([file.id for file in client.files.list(purpose="evals", limit=3)], newest_first)
    equal([file.id for file in client.files.list(purpose="evals", limit=2, order="asc")], newest_first[::-1])
    page = client.files.list(purpose="evals", limit=3)
    equal((len(page.data), page.has_more, page.first_id, page.last_id),
          (3, True, newest_first[0], newest_first[2]))
    last = client.files.list(purpose="evals", limit=3, after=newest_first[4])
    equal(([file.id for file in last.data], last.has_more), (newest_first[5:], False))
    equal({file.purpose for file in client.files.list()}, {"batch", "user_data", "evals"})
    raises(openai.BadRequestError, lambda: client.files.list(limit=0), param="limit")
    raises(openai.BadRequestError, lambda: client.files.list(order="sideways"), param="order")


@check
def a_deleted_file_is_gone():
    file = upload()
    equal(client.files.delete(file.id).to_dict(), {"id": file.id, "object": "file", "deleted": True})
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        raises(openai.NotFoundError, lambda: call(file.id), status_code=404)
    holds(file.id not in [each.id for each in client.files.list()])


@check
def nobody_sees_the_files_of_others():
    file = upload()
    equal(stranger.files.list().data, [])
    for call in (stranger.files.retrieve, stranger.files.content, stranger.files.delete):
        raises(openai.NotFoundError, lambda: call(file.id))
    equal(client.files.content(file.id).read(), LINES)
