/** The verb that shows how much was used. */
@NullMarked
package dev.errand.cli.usage;

import org.jspecify.annotations.NullMarked;
