/** The worker's configuration. */
package dev.errand.worker.config;
