// Files: upload with the file part first, list, read, delete.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import OpenAI, { toFile } from "openai";
import { refused } from "./calls.mjs";
import { check } from "./checks.mjs";

const client = new OpenAI();
const stranger = new OpenAI({ apiKey: process.env.OTHER_KEY });
const LINES = '{"custom_id": "1"}\n{"custom_id": "2"}\n';
const sha256 = (content) => createHash("sha256").update(content).digest("hex");

export const upload = async (content, purpose = "user_data", name = "lines.jsonl", more = {}) =>
  client.files.create({ file: await toFile(Buffer.from(content), name), purpose, ...more });

const all = async (pages) => {
  const ids = [];
  for await (const each of pages) ids.push(each.id);
  return ids;
};

check("a file is stored", async () => {
  const file = await upload(LINES, "batch", "Größe 日本.jsonl");
  ok(file.id.startsWith("file-"), file.id);
  deepEqual(
    [file.object, file.bytes, file.filename, file.purpose, file.status],
    ["file", LINES.length, "Größe 日本.jsonl", "batch", "processed"],
  );
  equal(file.expires_at - file.created_at, 30 * 24 * 3600);
  deepEqual({ ...(await client.files.retrieve(file.id)) }, { ...file });
  deepEqual({ ...(await client.files.waitForProcessing(file.id)) }, { ...file });
  equal(await (await client.files.content(file.id)).text(), LINES);
});

check("a stream without a length is stored whole", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "errand-"));
  try {
    const content = Buffer.concat(Array(24).fill(randomBytes(1 << 20)));
    const name = path.join(folder, "large.bin");
    fs.writeFileSync(name, content);
    const expires_after = { anchor: "created_at", seconds: 3600 };
    const file = await client.files.create({ file: fs.createReadStream(name), purpose: "user_data", expires_after });
    deepEqual([file.filename, file.bytes, file.expires_at - file.created_at], ["large.bin", content.length, 3600]);
    const response = await client.files.content(file.id);
    equal(sha256(Buffer.from(await response.arrayBuffer())), sha256(content));
    await client.files.delete(file.id);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

check("wrong uploads are refused by name", async () => {
  await rejects(upload(LINES, "nonsense"), refused(OpenAI.BadRequestError, { status: 400, param: "purpose" }));
  const brief = { expires_after: { anchor: "created_at", seconds: 60 } };
  await rejects(upload(LINES, "batch", "a.jsonl", brief), OpenAI.BadRequestError);
  await rejects(client.post("/files", { body: { purpose: "batch" } }), refused(OpenAI.APIError, { status: 415 }));
});

check("files are listed page by page", async () => {
  const files = [];
  for (let number = 0; number < 7; number++) files.unshift((await upload(`${number}`, "evals")).id);
  deepEqual(await all(client.files.list({ purpose: "evals", limit: 3 })), files);
  deepEqual(await all(client.files.list({ purpose: "evals", limit: 2, order: "asc" })), files.toReversed());
  const page = await client.files.list({ purpose: "evals", limit: 3, after: files[4] });
  deepEqual([page.data.map((file) => file.id), page.has_more], [files.slice(5), false]);
  await rejects(client.files.list({ limit: 0 }), refused(OpenAI.BadRequestError, { param: "limit" }));
});

check("a deleted file is gone", async () => {
  const file = await upload(LINES);
  deepEqual({ ...(await client.files.delete(file.id)) }, { id: file.id, object: "file", deleted: true });
  for (const call of ["retrieve", "content", "delete"]) {
    await rejects(client.files[call](file.id), refused(OpenAI.NotFoundError, { status: 404 }));
  }
});

check("nobody sees the files of others", async () => {
  const file = await upload(LINES);
  deepEqual((await stranger.files.list()).data, []);
  for (const call of ["retrieve", "content", "delete"]) {
    await rejects(stranger.files[call](file.id), refused(OpenAI.NotFoundError, { status: 404 }));
  }
});
