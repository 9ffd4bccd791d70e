// Calls the simulator for each job, and answers its parent when the awaited number of results is stored.
import http from 'node:http';
import { Worker } from 'bullmq';
import { QUEUE, connection } from './queue.mjs';

const url = new URL(`${process.env.SIMULATOR}/chat/completions`);
const agent = new http.Agent({ keepAlive: true });
const post = { method: 'POST', agent, headers: { 'Content-Type': 'application/json' } };

let awaited = 0;
const worker = new Worker(QUEUE, (job) => call(job.data), {
  connection,
  concurrency: Number(process.argv[2]),
});
worker.on('completed', () => {
  awaited -= 1;
  if (awaited === 0) process.send({ at: Date.now() });
});
worker.on('failed', (_, error) => fail(error));
worker.on('error', fail);
await worker.waitUntilReady();

process.on('message', ({ jobs }) => {
  awaited = jobs;
});
process.on('disconnect', () => process.exit());
process.send('ready');

function call(request) {
  return new Promise((resolve, reject) => {
    http
      .request(url, post, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (body += chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(body));
          else reject(new Error(`The simulator answered ${response.statusCode}: ${body}`));
        });
      })
      .on('error', reject)
      .end(JSON.stringify(request));
  });
}

function fail(error) {
  console.error(error);
  process.exit(1);
}
