"""A batch with OpenAI's own package. Nothing in it is for Errand: its address and the key come from
OPENAI_BASE_URL (http://127.0.0.1:8080/v1) and OPENAI_API_KEY, which the package reads by itself."""

import json
import os
import time

from openai import OpenAI

client = OpenAI()
model = os.environ.get("MODEL", "sim")
questions = {
    "capital": "What is the capital of France?",
    "sum": "What is 2 + 2?",
    "joke": "Tell me a joke.",
}

with open("questions.jsonl", "w") as file:
    for custom_id, question in questions.items():
        request = {
            "custom_id": custom_id,
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {"model": model, "messages": [{"role": "user", "content": question}]},
        }
        file.write(json.dumps(request) + "\n")

with open("questions.jsonl", "rb") as file:
    uploaded = client.files.create(file=file, purpose="batch")
print("uploaded", uploaded.filename)

batch = client.batches.create(
    input_file_id=uploaded.id,
    endpoint="/v1/chat/completions",
    completion_window="24h",
    metadata={"description": "three questions"},
)
print("created", batch.object, "for", batch.endpoint)

while batch.status not in ("completed", "failed", "expired", "cancelled"):
    time.sleep(1)
    batch = client.batches.retrieve(batch.id)
print(batch.status, "with", batch.request_counts.completed, "of", batch.request_counts.total, "lines")

if batch.error_file_id:
    print(client.files.content(batch.error_file_id).text)
for line in client.files.content(batch.output_file_id).text.splitlines():
    result = json.loads(line)
    print(result["custom_id"] + ":", result["response"]["body"]["choices"][0]["message"]["content"])
