/** A job's call: to its lane's provider, with one of its keys, and the decoding of the answer. */
package dev.errand.worker.llm;
