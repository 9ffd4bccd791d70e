/** What is known of API keys where every request asks for it. */
@NullMarked
package dev.errand.store.access;

import org.jspecify.annotations.NullMarked;
