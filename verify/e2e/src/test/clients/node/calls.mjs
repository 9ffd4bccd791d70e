// Chat completions, completions, embeddings and models.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import OpenAI from "openai";
import { RUN, check, errand, prompt, upstream, user } from "./checks.mjs";

const client = new OpenAI();
const chat = (text, model = "sim", more = {}, options = {}) =>
  client.chat.completions.create({ model, messages: user(text), ...more }, options);

check("a chat completion has the provider's answer", async () => {
  const answer = await chat("What is the capital of France?");
  equal(answer.choices[0].message.content, "The capital of France is Paris.");
  equal(answer.choices[0].finish_reason, "stop");
  equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  ok(answer._request_id.startsWith("req_"), answer._request_id);
});

check("a call is a job", async () => {
  const text = prompt("a job");
  const { data, response } = await chat(text).withResponse();
  const job = await errand("GET", `/jobs/${response.headers.get("errand-job-id")}`);
  deepEqual([job.state, job.model, job.priority], ["succeeded", "sim", 0]);
  equal(job.output_text, data.choices[0].message.content);
  deepEqual(await upstream(text), [1, 0]);
});

check("structured output is parsed", async () => {
  const message = { role: "assistant", content: '{"name":"Paris"}' };
  const answer = { id: "chatcmpl-1", object: "chat.completion", created: 1, model: "sim-echo",
    choices: [{ index: 0, finish_reason: "stop", message }] };
  const schema = { type: "object", properties: { name: { type: "string" } } };
  const parsed = await client.chat.completions.parse({ model: "sim-echo", messages: user(JSON.stringify(answer)),
    response_format: { type: "json_schema", json_schema: { name: "city", schema }, $parseRaw: JSON.parse,
      $brand: "auto-parseable-response-format" } });
  equal(parsed.choices[0].message.content, message.content);
});

check("a completion has the provider's answer", async () => {
  const answer = await client.completions.create({ model: "sim", prompt: "What is 2 + 2?" });
  equal(answer.choices[0].text, "2 + 2 is 4.");
});

check("embeddings are numbers whatever the encoding", async () => {
  const input = ["Paris", "Rome", "日本"];
  const byDefault = await client.embeddings.create({ model: "sim", input });
  const floats = await client.embeddings.create({ model: "sim", input, encoding_format: "float" });
  deepEqual(byDefault.data.map((each) => each.index), [0, 1, 2]);
  deepEqual(byDefault.data.map((each) => [...each.embedding]), floats.data.map((each) => each.embedding.map(Math.fround)));
  equal(byDefault.data[0].embedding.length, 8);
});

check("embeddings become base64 where the provider sends numbers", async () => {
  const embedding = [0.25, -2.5, 0.001, 123456.78];
  const answer = { object: "list", model: "sim-echo", usage: { prompt_tokens: 1, total_tokens: 1 },
    data: [{ object: "embedding", index: 0, embedding }] };
  const got = await client.embeddings.create({ model: "sim-echo", input: JSON.stringify(answer) });
  deepEqual([...got.data[0].embedding], embedding.map(Math.fround));
});

check("embeddings take tokens", async () => {
  const input = [[9906, 1917], [3], [4, 5, 6]];
  const answer = await client.embeddings.create({ model: "sim", input, dimensions: 16 });
  deepEqual(answer.data.map((each) => each.embedding.length), [16, 16, 16]);
});

check("a stream is refused by name", async () => {
  await rejects(chat("Hi", "sim", { stream: true }), refused(OpenAI.BadRequestError, { status: 400, param: "stream" }));
});

check("models are listed", async () => {
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  ok(names.includes("sim"), names);
  const model = await client.models.retrieve("org/name:tag");
  deepEqual([model.id, model.object, typeof model.created], ["org/name:tag", "model", "number"]);
  ok(names.includes(model.id), names);
  await rejects(client.models.retrieve("gpt/0"), refused(OpenAI.NotFoundError, { code: "model_not_found" }));
});

check("a call with a name is made once", async () => {
  const text = prompt("named");
  const headers = { "Idempotency-Key": `${RUN}-key` };
  const once = async () => (await chat(text, "sim", {}, { headers }).withResponse()).response.headers.get("errand-job-id");
  equal(new Set([await once(), await once(), await once()]).size, 1);
  deepEqual(await upstream(text), [1, 0]);
  await rejects(chat("other", "sim", {}, { headers }), refused(OpenAI.UnprocessableEntityError, { code: "key_reused" }));
});

check("a hundred calls at once get their own answers", async () => {
  const texts = Array.from({ length: 100 }, (_, number) => prompt(`parallel ${number}`));
  const answers = await Promise.all(texts.map((text) => chat(text, "sim-latency-200ms")));
  for (const [number, text] of texts.entries()) {
    ok(answers[number].choices[0].message.content.endsWith(`to: ${text}`), text);
    deepEqual(await upstream(text), [1, 0]);
  }
});

/** Whether an error is of this class and has these properties. */
export function refused(type, properties) {
  return (error) => {
    ok(error instanceof type, error);
    for (const [name, value] of Object.entries(properties)) equal(error[name], value, `${name}: ${error}`);
    return true;
  };
}
