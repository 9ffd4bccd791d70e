/** Calls over HTTP: connections, which answer belongs to which request, and memory limits. */
@NullMarked
package dev.errand.worker.http;

import org.jspecify.annotations.NullMarked;
