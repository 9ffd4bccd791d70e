/** Hints through LISTEN/NOTIFY of the database that holds the jobs. */
package dev.errand.broker.postgres;
