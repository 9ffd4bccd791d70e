/** Running claimed jobs: call and finish; leases, retries, the worker's drain. */
@NullMarked
package dev.errand.worker.run;

import org.jspecify.annotations.NullMarked;
