/** The first page of the console. */
@NullMarked
package dev.errand.api.console.overview;

import org.jspecify.annotations.NullMarked;
