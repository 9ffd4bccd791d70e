/** Decides who may submit now, and reports denials. */
@NullMarked
package dev.errand.api.admit;

import org.jspecify.annotations.NullMarked;
