/** Who makes a request. */
@NullMarked
package dev.errand.api.access;

import org.jspecify.annotations.NullMarked;
