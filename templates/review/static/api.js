// The HTTP API, as any program uses it. Every refusal is a Problem with the sentence that the server gave.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

export async function call(path, { method = "GET", json, body, type } = {}) {
  const headers = {};
  if (json !== undefined) { headers["content-type"] = "application/json"; body = JSON.stringify(json); }
  if (type) headers["content-type"] = type;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body, credentials: "same-origin" });
  } catch {
    throw new Problem(0, { detail: "The server does not answer. What was not shown as saved is not saved." });
  }
  const content = answer.headers.get("content-type") ?? "";
  const found = content.includes("json") ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Problem(answer.status, typeof found === "object" ? found : {});
  return found;
}

export async function finished(job, progress) {
  while (job.state === "waiting" || job.state === "running") {
    progress?.(job);
    await new Promise((resolve) => setTimeout(resolve, 150));
    job = await call(`/api/jobs/${job.id}`);
  }
  if (job.state === "failed") throw new Problem(job.problem.status, job.problem);
  return job.result;
}
