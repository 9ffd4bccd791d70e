// Runs one producer and one worker process per setting, and prints what was measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Queue } from 'bullmq';
import { QUEUE, connection } from './queue.mjs';

const RUNS = 5;
const SETTINGS = [
  ...[50, 100, 200].map((concurrency) => ({ model: 'sim', jobs: 5000, concurrency, unit: 'jobs/s' })),
  { model: 'sim-latency-1s', jobs: 2000, concurrency: 1000, unit: 's' },
];

const queue = new Queue(QUEUE, { connection });
const row = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(16) : cell.padStart(13))).join(''));

await measure(SETTINGS[0]); // warms up the simulator's JVM, so that the settings start alike
row('model', 'jobs', 'concurrency', 'median', 'min', 'max');
for (const setting of SETTINGS) {
  const figures = (await measure(setting)).sort((a, b) => a - b);
  const shown = [figures[RUNS >> 1], figures[0], figures[RUNS - 1]].map((figure) =>
    setting.unit === 's' ? `${figure.toFixed(2)} s` : `${Math.round(figure)} jobs/s`,
  );
  row(setting.model, String(setting.jobs), String(setting.concurrency), ...shown);
}
await queue.close();

async function measure({ model, jobs, concurrency, unit }) {
  const producer = await start('producer.mjs');
  const worker = await start('worker.mjs', concurrency);
  const figures = [];
  for (let run = 0; run <= RUNS; run += 1) {
    await callsOfSimulator('DELETE');
    worker.send({ jobs });
    producer.send({ jobs, model });
    const [[begun], [ended]] = await Promise.all([once(producer, 'message'), once(worker, 'message')]);
    await check(jobs);
    const seconds = (ended.at - begun.at) / 1000;
    if (run > 0) figures.push(unit === 's' ? seconds : jobs / seconds); // the first one is the warm-up
  }
  for (const child of [producer, worker]) {
    child.disconnect();
    await once(child, 'exit');
  }
  return figures;
}

async function start(file, ...args) {
  const child = fork(new URL(file, import.meta.url), args);
  child.on('exit', (code) => code === 0 || process.exit(1));
  await once(child, 'message');
  return child;
}

async function check(jobs) {
  const { total } = await (await callsOfSimulator('GET')).json();
  const stored = (await queue.getCompleted()).filter((job) => job.returnvalue?.choices?.length === 1).length;
  if (total !== jobs || stored !== jobs) {
    throw new Error(`${jobs} jobs, but ${total} calls and ${stored} results`);
  }
  await queue.clean(0, 0, 'completed');
}

function callsOfSimulator(method) {
  return fetch(new URL('/sim/calls', process.env.SIMULATOR), { method });
}
