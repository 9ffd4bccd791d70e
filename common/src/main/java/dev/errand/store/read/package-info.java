/**
 * What clients and monitoring ask of jobs and lanes. Nothing here moves a job, and no statement
 * reads a request's body.
 */
package dev.errand.store.read;
