/**
 * Queries of jobs and lanes by clients and monitoring. Nothing here moves a job, and no statement
 * reads a request's body.
 */
@NullMarked
package dev.errand.store.read;

import org.jspecify.annotations.NullMarked;
