/** The page of usage, and its pictures. */
@NullMarked
package dev.errand.api.console.usage;

import org.jspecify.annotations.NullMarked;
