/** Text that can be sent and stored everywhere, and the form of ids in it. */
@NullMarked
package dev.errand.text;

import org.jspecify.annotations.NullMarked;
