/** Why jobs failed, in groups of the same reason. */
@NullMarked
package dev.errand.store.failures;

import org.jspecify.annotations.NullMarked;
