// A batch with OpenAI's own package. Nothing in it is for Errand: its address and the key come from
// OPENAI_BASE_URL (http://127.0.0.1:8080/v1) and OPENAI_API_KEY, which the package reads by itself.

import fs from "node:fs";
import OpenAI from "openai";

const client = new OpenAI();
const model = process.env.MODEL ?? "sim";
const questions = {
  capital: "What is the capital of France?",
  sum: "What is 2 + 2?",
  joke: "Tell me a joke.",
};

const lines = Object.entries(questions).map(([custom_id, content]) =>
  JSON.stringify({
    custom_id,
    method: "POST",
    url: "/v1/chat/completions",
    body: { model, messages: [{ role: "user", content }] },
  }),
);
fs.writeFileSync("questions.jsonl", lines.join("\n") + "\n");

const uploaded = await client.files.create({ file: fs.createReadStream("questions.jsonl"), purpose: "batch" });
console.log("uploaded", uploaded.filename);

let batch = await client.batches.create({
  input_file_id: uploaded.id,
  endpoint: "/v1/chat/completions",
  completion_window: "24h",
  metadata: { description: "three questions" },
});
console.log("created", batch.object, "for", batch.endpoint);

while (!["completed", "failed", "expired", "cancelled"].includes(batch.status)) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  batch = await client.batches.retrieve(batch.id);
}
console.log(batch.status, "with", batch.request_counts.completed, "of", batch.request_counts.total, "lines");

if (batch.error_file_id) {
  console.log(await (await client.files.content(batch.error_file_id)).text());
}
const output = await (await client.files.content(batch.output_file_id)).text();
for (const line of output.trim().split("\n")) {
  const { custom_id, response } = JSON.parse(line);
  console.log(`${custom_id}: ${response.body.choices[0].message.content}`);
}
