/** Calls over HTTP: connections, which answer belongs to which request, and memory limits. */
package dev.errand.worker.http;
