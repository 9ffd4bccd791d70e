/**
 * Who makes a request, and for whom: every read and every move of a client is made for a caller.
 */
@NullMarked
package dev.errand.tenant;

import org.jspecify.annotations.NullMarked;
