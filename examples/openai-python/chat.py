"""A call with OpenAI's own package. Nothing in it is for Errand but the address."""

import os

from openai import OpenAI

client = OpenAI(base_url="http://127.0.0.1:8080/v1", api_key=os.environ.get("OPENAI_API_KEY", "any"))

answer = client.chat.completions.create(
    model=os.environ.get("MODEL", "sim"),
    messages=[{"role": "user", "content": "What is the capital of France?"}],
)
print(answer.choices[0].message.content)
