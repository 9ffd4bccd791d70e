// A call with OpenAI's own package. Nothing in it is for Errand but the address.

import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "http://127.0.0.1:8080/v1",
  apiKey: process.env.OPENAI_API_KEY ?? "any",
});

const answer = await client.chat.completions.create({
  model: process.env.MODEL ?? "sim",
  messages: [{ role: "user", content: "What is the capital of France?" }],
});
console.log(answer.choices[0].message.content);
