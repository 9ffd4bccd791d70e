/** A job's call: to its lane's provider, with one of its keys, and the decoding of the answer. */
@NullMarked
package dev.errand.worker.llm;

import org.jspecify.annotations.NullMarked;
