/** How much was used, by hour: folded from what endings wrote, and summed in groups. */
@NullMarked
package dev.errand.store.usage;

import org.jspecify.annotations.NullMarked;
