/** Problems with requests, as reported to clients (RFC 9457). */
@NullMarked
package dev.errand.api.problem;

import org.jspecify.annotations.NullMarked;
