/** What people and programs read: tables, CSV, JSON, times, progress. */
@NullMarked
package dev.errand.cli.output;

import org.jspecify.annotations.NullMarked;
