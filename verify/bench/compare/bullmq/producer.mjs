// Submits {jobs, model} whenever its parent says so, and answers when it began.
import { Queue } from 'bullmq';
import { QUEUE, connection } from './queue.mjs';

const BATCH = 1000;

const queue = new Queue(QUEUE, { connection });
await queue.waitUntilReady();

process.on('message', async ({ jobs, model }) => {
  const begun = Date.now();
  for (let first = 0; first < jobs; first += BATCH) {
    await queue.addBulk(batch(first, Math.min(BATCH, jobs - first), model));
  }
  process.send({ at: begun });
});
process.on('disconnect', () => process.exit());
process.send('ready');

function batch(first, size, model) {
  return Array.from({ length: size }, (_, i) => ({
    name: 'call',
    data: { model, messages: [{ role: 'user', content: `Question ${first + i}` }] },
  }));
}
