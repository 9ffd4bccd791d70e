/** The pages of jobs. */
@NullMarked
package dev.errand.api.console.jobs;

import org.jspecify.annotations.NullMarked;
