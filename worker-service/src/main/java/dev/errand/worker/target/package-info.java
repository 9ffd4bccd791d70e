/** The targets of calls: URLs, headers, keys and proxies; redaction of secrets in messages. */
package dev.errand.worker.target;
