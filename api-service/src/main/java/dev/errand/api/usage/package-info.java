/** Shows how much was used, in groups. */
@NullMarked
package dev.errand.api.usage;

import org.jspecify.annotations.NullMarked;
