/** Tells pages that something has changed. */
@NullMarked
package dev.errand.api.console.live;

import org.jspecify.annotations.NullMarked;
