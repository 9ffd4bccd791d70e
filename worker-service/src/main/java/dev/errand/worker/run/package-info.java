/** Running claimed jobs: call and finish; leases, retries, the worker's drain. */
package dev.errand.worker.run;
