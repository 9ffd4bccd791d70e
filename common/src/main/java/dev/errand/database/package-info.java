/** Access to Postgres: gated connections, group commit, notifications. Knows nothing of jobs. */
package dev.errand.database;
