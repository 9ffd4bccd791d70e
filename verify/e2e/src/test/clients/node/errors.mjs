// The classes of errors, and how often the provider is called for each.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import OpenAI from "openai";
import { refused } from "./calls.mjs";
import { check, errand, prompt, until, upstream, user } from "./checks.mjs";

const { READ_KEY, LIMITED_KEY } = process.env;
// That of the installation.
const ATTEMPTS = Number(process.env.ATTEMPTS);
const client = new OpenAI();
const ask = (text, model, options = {}, by = client) =>
  by.chat.completions.create({ model, messages: user(text) }, options);

check("a wrong key is 401", async () => {
  const stranger = new OpenAI({ apiKey: "sk-proj-0123456789" });
  const expected = refused(OpenAI.AuthenticationError, { status: 401, code: "invalid_api_key" });
  await rejects(ask("Hi", "sim", {}, stranger), expected);
  await rejects(stranger.files.list(), expected);
});

check("a key without the role is 403", async () => {
  const reader = new OpenAI({ apiKey: READ_KEY });
  await rejects(ask("Hi", "sim", {}, reader), refused(OpenAI.PermissionDeniedError, { status: 403, code: "forbidden" }));
});

check("unknown paths are 404", async () => {
  const calls = [() => client.fineTuning.jobs.list(), () => client.vectorStores.list(), () => client.moderations.create({ input: "Hi" })];
  for (const call of calls) {
    await rejects(call(), (error) => {
      refused(OpenAI.NotFoundError, { status: 404, type: "invalid_request_error" })(error);
      ok(error.requestID.startsWith("req_") && error.message.includes("/v1/"), error);
      return true;
    });
  }
});

check("a missing parameter is 400", async () => {
  await rejects(client.post("/chat/completions", { body: { messages: [] } }), refused(OpenAI.BadRequestError, { param: "model" }));
});

check("the provider's 400 and 422 are final", async () => {
  for (const [model, type] of [["sim-400", OpenAI.BadRequestError], ["sim-422", OpenAI.UnprocessableEntityError]]) {
    const text = prompt(model);
    await rejects(ask(text, model), refused(type, { status: Number(model.slice(4)) }));
    deepEqual(await upstream(text), [1, 0]);
  }
});

check("an exhausted quota is 429 and final", async () => {
  const text = prompt("quota");
  await rejects(ask(text, "sim-quota", { maxRetries: 5 }), refused(OpenAI.RateLimitError, { status: 429, code: "insufficient_quota" }));
  deepEqual(await upstream(text), [1, 0]);
});

check("the provider's 500 has all attempts and no more", async () => {
  const text = prompt("500");
  await rejects(ask(text, "sim-500", { maxRetries: 5 }), refused(OpenAI.InternalServerError, { status: 500 }));
  deepEqual(await upstream(text), [ATTEMPTS, 0]);
});

check("a provider that recovers is not noticed", async () => {
  for (const model of ["sim-flaky-1", "sim-first-1-reset"]) {
    const text = prompt(model);
    ok((await ask(text, model, { maxRetries: 0 })).choices[0].message.content.endsWith(text));
    deepEqual(await upstream(text), [2, 0]);
  }
});

check("a limit of the key is 429 and waited for", async () => {
  const limited = new OpenAI({ apiKey: LIMITED_KEY, maxRetries: 0 });
  const all = Promise.all(Array.from({ length: 50 }, () => limited.models.list()));
  await rejects(all, refused(OpenAI.RateLimitError, { status: 429, code: "rate_limit_exceeded" }));
  for (let i = 0; i < 3; i++) equal((await limited.models.list({ maxRetries: 10 })).object, "list");
});

check("a call ends before its client gives up", async () => {
  const text = prompt("timeout");
  const began = Date.now();
  const error = await ask(text, "sim-hang", { timeout: 3000 }).then(() => null, (failure) => failure);
  refused(OpenAI.InternalServerError, { status: 504, code: "call_not_ended" })(error);
  ok(Date.now() - began < 3000);
  equal((await errand("GET", `/jobs/${error.headers.get("errand-job-id")}`)).state, "cancelled");
  await until("the call is cut off", async () => String(await upstream(text)) === "1,1");
});

check("a client that goes away cancels its call", async () => {
  const text = prompt("gone");
  const leaving = new AbortController();
  const call = ask(text, "sim-hang", { signal: leaving.signal });
  call.catch(() => {});
  await until("the call runs", async () => (await upstream(text))[0] === 1);
  leaving.abort();
  await rejects(call, OpenAI.APIUserAbortError);
  await until("the call is cut off", async () => String(await upstream(text)) === "1,1");
});
