/** Hints through LISTEN/NOTIFY of the jobs' own database. */
@NullMarked
package dev.errand.broker.postgres;

import org.jspecify.annotations.NullMarked;
