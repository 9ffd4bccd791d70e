/** The page of API keys. */
@NullMarked
package dev.errand.api.console.keys;

import org.jspecify.annotations.NullMarked;
