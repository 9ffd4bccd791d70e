/**
 * Lanes: which models share a limit, which provider serves them, which pool of workers runs them.
 */
@NullMarked
package dev.errand.lane;

import org.jspecify.annotations.NullMarked;
