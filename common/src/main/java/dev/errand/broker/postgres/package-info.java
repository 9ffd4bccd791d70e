/** Hints through LISTEN/NOTIFY of the database that holds the jobs. */
@NullMarked
package dev.errand.broker.postgres;

import org.jspecify.annotations.NullMarked;
