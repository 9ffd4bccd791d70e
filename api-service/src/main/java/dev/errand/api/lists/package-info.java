/** Finds jobs: lists. */
@NullMarked
package dev.errand.api.lists;

import org.jspecify.annotations.NullMarked;
