/** The page of failures. */
@NullMarked
package dev.errand.api.console.failures;

import org.jspecify.annotations.NullMarked;
