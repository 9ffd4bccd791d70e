"""Answers at once and lets Errand call the model: POST /questions, then GET /questions/{id}."""

import os

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
errand = httpx.AsyncClient(base_url=os.environ.get("ERRAND_URL", "http://127.0.0.1:8080"), timeout=90)
errand.headers["Authorization"] = "Bearer " + os.environ.get("ERRAND_API_KEY", "any")


class Question(BaseModel):
    text: str


@app.post("/questions", status_code=202)
async def ask(question: Question):
    job = await send("POST", "/v1/jobs", json={"model": os.environ.get("MODEL", "sim"), "prompt": question.text})
    return {"id": job["id"], "state": job["state"]}


@app.get("/questions/{id}")
async def answer(id: str, wait: int = 0):
    job = await send("GET", f"/v1/jobs/{id}", headers={"Prefer": f"wait={wait}"})
    return {"id": id, "state": job["state"], "answer": job.get("output_text"), "error": job.get("error")}


async def send(method, path, **request):
    response = await errand.request(method, path, **request)
    if response.is_error:
        raise HTTPException(response.status_code, response.json().get("detail"))
    return response.json()
