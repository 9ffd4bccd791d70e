/** The verbs for API keys. */
@NullMarked
package dev.errand.cli.keys;

import org.jspecify.annotations.NullMarked;
