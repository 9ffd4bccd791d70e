// Batches: create, poll, list, cancel, and the files that they leave.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import OpenAI from "openai";
import { refused } from "./calls.mjs";
import { check, prompt, until, upstream, user } from "./checks.mjs";
import { upload } from "./files.mjs";

const client = new OpenAI();
const stranger = new OpenAI({ apiKey: process.env.OTHER_KEY });
const FINAL = ["completed", "failed", "expired", "cancelled"];

const line = (custom_id, text, model = "sim") =>
  JSON.stringify({ custom_id, method: "POST", url: "/v1/chat/completions", body: { model, messages: user(text) } });

const create = async (lines, more = {}) =>
  client.batches.create({
    input_file_id: (await upload(lines.join("\n"), "batch")).id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    ...more,
  });

const ended = (batch) =>
  until(`the end of ${batch.id}`, async () => {
    const now = await client.batches.retrieve(batch.id);
    return FINAL.includes(now.status) && now;
  }, 60);

const linesOf = async (file) =>
  file ? (await (await client.files.content(file)).text()).split("\n").filter(Boolean).map((each) => JSON.parse(each)) : [];

check("a batch runs to its end", async () => {
  const texts = Array.from({ length: 30 }, (_, number) => prompt(`line ${number}\u2028`));
  const batch = await create(texts.map((text, number) => line(`id-${number}`, text)), { metadata: { night: "1" } });
  deepEqual([batch.object, batch.endpoint, batch.metadata], ["batch", "/v1/chat/completions", { night: "1" }]);
  const done = await ended(batch);
  deepEqual([done.status, done.error_file_id, done.errors], ["completed", null, null]);
  deepEqual({ ...done.request_counts }, { total: 30, completed: 30, failed: 0 });
  const output = await linesOf(done.output_file_id);
  deepEqual(output.map((each) => each.custom_id), texts.map((_, number) => `id-${number}`));
  for (const [number, text] of texts.entries()) {
    const { response, error } = output[number];
    deepEqual([response.status_code, error], [200, null]);
    ok(response.body.choices[0].message.content.endsWith(text), text);
    deepEqual(await upstream(text), [1, 0]);
  }
  equal(done.usage.total_tokens, output.reduce((sum, each) => sum + each.response.body.usage.total_tokens, 0));
  const file = await client.files.retrieve(done.output_file_id);
  deepEqual([file.purpose, file.status], ["batch_output", "processed"]);
});

check("failing lines go to the error file", async () => {
  const done = await ended(await create([line("good", prompt("good")), line("bad", prompt("bad"), "sim-400")]));
  deepEqual({ ...done.request_counts }, { total: 2, completed: 1, failed: 1 });
  deepEqual((await linesOf(done.output_file_id)).map((each) => each.custom_id), ["good"]);
  const [failed, ...more] = await linesOf(done.error_file_id);
  deepEqual([failed.custom_id, failed.error, failed.response.status_code, more], ["bad", null, 400, []]);
});

check("a bad line fails the batch before anything runs", async () => {
  const good = prompt("validated");
  const failed = await ended(await create([line("one", good), "{not json"]));
  equal(failed.status, "failed");
  deepEqual(failed.errors.data.map((error) => [error.code, error.line]), [["invalid_json_line", 2]]);
  deepEqual(await upstream(good), [0, 0]);
});

check("wrong parameters are refused by name", async () => {
  const input = await upload(line("one", "text"), "batch");
  const fine = { input_file_id: input.id, endpoint: "/v1/chat/completions", completion_window: "24h" };
  for (const [param, value] of [["input_file_id", "file-unknown"], ["endpoint", "/v1/no"], ["completion_window", "soon"]]) {
    await rejects(client.batches.create({ ...fine, [param]: value }), refused(OpenAI.BadRequestError, { param }));
  }
  await rejects(client.batches.retrieve("batch_unknown"), OpenAI.NotFoundError);
});

check("batches are listed newest first page by page", async () => {
  const batches = [];
  for (let number = 0; number < 5; number++) batches.unshift((await create([line("one", prompt(`page ${number}`))])).id);
  const listed = [];
  for await (const batch of client.batches.list({ limit: 2 })) listed.push(batch.id);
  deepEqual(listed.slice(0, 5), batches);
  equal(new Set(listed).size, listed.length);
  for (const id of batches) await ended({ id });
});

check("a cancelled batch accounts for every line", async () => {
  const hanging = [0, 1, 2].map((number) => prompt(`hang ${number}`));
  const batch = await create([line("done", prompt("done")), ...hanging.map((text, i) => line(`hang ${i}`, text, "sim-hang"))]);
  await until("one line has ended", async () => (await client.batches.retrieve(batch.id)).request_counts.completed === 1);
  for (const text of hanging) await until("it runs", async () => (await upstream(text))[0] === 1);
  ok(["cancelling", "cancelled"].includes((await client.batches.cancel(batch.id)).status));
  const done = await ended(batch);
  deepEqual([done.status, done.request_counts.total, done.request_counts.completed], ["cancelled", 4, 1]);
  deepEqual((await linesOf(done.output_file_id)).map((each) => each.custom_id), ["done"]);
  deepEqual(
    (await linesOf(done.error_file_id)).map((each) => [each.custom_id, each.response, each.error.code]),
    hanging.map((_, i) => [`hang ${i}`, null, "batch_cancelled"]),
  );
  for (const text of hanging) await until("it is cut off", async () => String(await upstream(text)) === "1,1");
  equal((await client.batches.cancel(batch.id)).status, "cancelled");
});

check("nobody sees the batches of others", async () => {
  const batch = await ended(await create([line("one", prompt("mine"))]));
  deepEqual((await stranger.batches.list()).data, []);
  await rejects(stranger.batches.retrieve(batch.id), OpenAI.NotFoundError);
  await rejects(stranger.files.content(batch.output_file_id), OpenAI.NotFoundError);
  await rejects(client.batches.cancel(batch.id), refused(OpenAI.BadRequestError, { code: "batch_not_cancellable" }));
});
