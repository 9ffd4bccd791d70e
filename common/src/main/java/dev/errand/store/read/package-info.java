/**
 * Queries of jobs and lanes by clients and monitoring. Nothing here moves a job, and no statement
 * reads a request's body.
 */
package dev.errand.store.read;
