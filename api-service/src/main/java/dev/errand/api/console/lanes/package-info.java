/** The page of lanes and workers. */
@NullMarked
package dev.errand.api.console.lanes;

import org.jspecify.annotations.NullMarked;
