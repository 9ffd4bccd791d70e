/** Calls over HTTP: connections, whose answer it is, and what of it may be in memory. */
package dev.errand.worker.http;
