// Uploads in parts.

import { deepEqual, equal, rejects } from "node:assert/strict";
import OpenAI, { toFile } from "openai";
import { refused } from "./calls.mjs";
import { check } from "./checks.mjs";

const client = new OpenAI();
const begin = (bytes) =>
  client.uploads.create({ bytes, filename: "parts.jsonl", mime_type: "text/jsonl", purpose: "batch" });
const part = async (upload, text) => client.uploads.parts.create(upload.id, { data: await toFile(Buffer.from(text), "part") });

check("parts become a file in the order that is asked for", async () => {
  const upload = await begin(9);
  deepEqual([upload.object, upload.status, upload.bytes], ["upload", "pending", 9]);
  const parts = [await part(upload, "two"), await part(upload, "one"), await part(upload, "end")];
  const done = await client.uploads.complete(upload.id, { part_ids: [parts[1].id, parts[0].id, parts[2].id] });
  deepEqual([done.status, done.file.bytes, done.file.filename], ["completed", 9, "parts.jsonl"]);
  equal(await (await client.files.content(done.file.id)).text(), "onetwoend");
});

check("an upload that is not whole does not complete", async () => {
  const upload = await begin(4);
  const only = await part(upload, "123");
  await rejects(client.uploads.complete(upload.id, { part_ids: [only.id] }), refused(OpenAI.BadRequestError, { status: 400 }));
  equal((await client.uploads.cancel(upload.id)).status, "cancelled");
});
