/** The call of a job: to its lane's provider, with one of its keys, and decoded. */
package dev.errand.worker.llm;
