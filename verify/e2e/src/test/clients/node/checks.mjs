// Runs checks one after the other, prints one line for each, and ends at the first that fails.

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

export const RUN = randomUUID().slice(0, 13);
const { OPENAI_BASE_URL: API, OPENAI_API_KEY: KEY, SIMULATOR_URL: SIMULATOR } = process.env;

const checks = [];

export function check(name, run) {
  checks.push({ name, run });
}

export async function run() {
  for (const [index, { name, run }] of checks.entries()) {
    const began = Date.now();
    try {
      await run();
    } catch (error) {
      console.error(error);
      console.log(`not ok ${index + 1} ${name}`);
      process.exit(1);
    }
    console.log(`ok ${index + 1} ${name} (${Date.now() - began} ms)`);
  }
  console.log(`${checks.length} checks passed`);
  process.exit(0);
}

/** The first result that is true. */
export async function until(what, condition, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(100);
  }
}

export const user = (content) => [{ role: "user", content }];

/** A prompt that no other run uses: the simulator counts calls by their prompts. */
export const prompt = (text) => `${RUN} ${text}`;

/** How many calls with this prompt have reached the provider, and how many of them were cut off. */
export async function upstream(text) {
  const response = await fetch(`${SIMULATOR}/sim/calls?key=${encodeURIComponent(text)}`);
  const { count, closed_by_client: closed } = await response.json();
  return [count, closed];
}

/** Errand's own API. */
export async function errand(method, path) {
  const response = await fetch(API + path, { method, headers: { Authorization: `Bearer ${KEY}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
