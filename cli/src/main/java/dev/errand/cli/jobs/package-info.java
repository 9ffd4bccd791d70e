/** The verbs for single jobs and for lanes. */
@NullMarked
package dev.errand.cli.jobs;

import org.jspecify.annotations.NullMarked;
