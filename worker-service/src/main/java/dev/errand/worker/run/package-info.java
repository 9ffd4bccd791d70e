/** A claimed job's way: call, finish; its lease, its retries, the worker's drain. */
package dev.errand.worker.run;
