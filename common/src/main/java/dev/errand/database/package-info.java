/** Access to Postgres: gated connections, group commit, notifications. Does not know jobs. */
package dev.errand.database;
