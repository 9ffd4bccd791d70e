/** The targets of calls: URLs, headers, keys and proxies; redaction of secrets in messages. */
@NullMarked
package dev.errand.worker.target;

import org.jspecify.annotations.NullMarked;
