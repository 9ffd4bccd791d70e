/** Access to Postgres: gated connections, group commit, notifications. Does not know jobs. */
@NullMarked
package dev.errand.database;

import org.jspecify.annotations.NullMarked;
