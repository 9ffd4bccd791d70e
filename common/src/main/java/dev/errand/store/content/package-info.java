/** What clients submitted and got: requests and answers. Whoever reads a request is recorded. */
@NullMarked
package dev.errand.store.content;

import org.jspecify.annotations.NullMarked;
