/** What all pages of the console share: their frame, and how values are written. */
@NullMarked
package dev.errand.api.console.page;

import org.jspecify.annotations.NullMarked;
