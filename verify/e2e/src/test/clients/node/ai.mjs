// Vercel's AI SDK, unmodified, against Errand.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, RetryError, embed, embedMany, generateText } from "ai";
import { check, prompt, run, upstream } from "./checks.mjs";

const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey } = process.env;
const ATTEMPTS = Number(process.env.ATTEMPTS);

const openai = createOpenAI();
const compatible = createOpenAICompatible({ name: "errand", baseURL, apiKey });
const providers = {
  openai: { chat: (name) => openai.chat(name), completion: (name) => openai.completion(name), embedding: (name) => openai.embedding(name) },
  compatible: {
    chat: (name) => compatible.chatModel(name),
    completion: (name) => compatible.completionModel(name),
    embedding: (name) => compatible.embeddingModel(name),
  },
};

for (const [name, provider] of Object.entries(providers)) {
  check(`${name}: text from a chat model`, async () => {
    const text = prompt(`${name} chat`);
    const result = await generateText({ model: provider.chat("sim"), system: "Be brief.", prompt: text });
    ok(result.text.endsWith(text), result.text);
    equal(result.finishReason, "stop");
    ok(result.usage.inputTokens > 0 && result.usage.outputTokens > 0, result.usage);
    ok(result.response.headers["errand-job-id"], result.response.headers);
    deepEqual(await upstream(`Be brief.\n${text}`), [1, 0]);
  });

  check(`${name}: text from a completion model`, async () => {
    const text = prompt(`${name} completion`);
    const result = await generateText({ model: provider.completion("sim"), prompt: text });
    ok(result.text.includes(text), result.text);
  });

  check(`${name}: embeddings`, async () => {
    const values = ["Paris", "Rome"];
    const { embeddings } = await embedMany({ model: provider.embedding("sim"), values });
    const { embedding } = await embed({ model: provider.embedding("sim"), value: "Rome" });
    deepEqual(embeddings.map((each) => each.length), [8, 8]);
    deepEqual(embeddings[1], embedding);
  });

  check(`${name}: an error that is final`, async () => {
    const text = prompt(`${name} 400`);
    await rejects(generateText({ model: provider.chat("sim-400"), prompt: text }), (error) => {
      ok(APICallError.isInstance(error), error);
      deepEqual([error.statusCode, error.isRetryable], [400, false]);
      equal(JSON.parse(error.responseBody).error.message, error.message);
      return true;
    });
    deepEqual(await upstream(text), [1, 0]);
  });

  check(`${name}: a wrong key`, async () => {
    const model = name === "openai"
      ? createOpenAI({ apiKey: "wrong" }).chat("sim")
      : createOpenAICompatible({ name: "errand", baseURL, apiKey: "wrong" }).chatModel("sim");
    await rejects(generateText({ model, prompt: "Hi" }), (error) => {
      equal(error.statusCode, 401);
      return true;
    });
  });

  // It does not obey x-should-retry, so it must be told: docs/reference/openai.md says so.
  check(`${name}: a failed call is sent again unless maxRetries is 0`, async () => {
    const once = prompt(`${name} once`);
    await rejects(generateText({ model: provider.chat("sim-500"), prompt: once, maxRetries: 0 }), (error) => {
      equal(error.statusCode, 500);
      return true;
    });
    deepEqual(await upstream(once), [ATTEMPTS, 0]);
    const twice = prompt(`${name} twice`);
    await rejects(generateText({ model: provider.chat("sim-500"), prompt: twice, maxRetries: 1 }), RetryError.isInstance);
    deepEqual(await upstream(twice), [2 * ATTEMPTS, 0]);
  });
}

check("a hundred calls at once", async () => {
  const texts = Array.from({ length: 100 }, (_, number) => prompt(`ai ${number}`));
  const results = await Promise.all(texts.map((text) => generateText({ model: openai.chat("sim"), prompt: text })));
  for (const [number, text] of texts.entries()) ok(results[number].text.endsWith(text), text);
});

await run();
