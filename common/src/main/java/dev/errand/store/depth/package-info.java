/** How many jobs waited and ran in each lane, minute by minute. */
@NullMarked
package dev.errand.store.depth;

import org.jspecify.annotations.NullMarked;
