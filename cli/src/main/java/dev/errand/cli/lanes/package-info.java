/** The verbs for lanes and the workers that serve them. */
@NullMarked
package dev.errand.cli.lanes;

import org.jspecify.annotations.NullMarked;
