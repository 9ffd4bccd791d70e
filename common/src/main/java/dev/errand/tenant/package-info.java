/** Callers: every read and every move for a client is made for a caller. */
@NullMarked
package dev.errand.tenant;

import org.jspecify.annotations.NullMarked;
