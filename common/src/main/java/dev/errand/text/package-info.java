/** Text that can be sent and stored everywhere. */
@NullMarked
package dev.errand.text;

import org.jspecify.annotations.NullMarked;
