/** Accepting jobs: reads and checks submissions, commits them in groups, sends their hints. */
@NullMarked
package dev.errand.api.submit;

import org.jspecify.annotations.NullMarked;
