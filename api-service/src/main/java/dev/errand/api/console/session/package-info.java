/** Who is signed in to the console, and what every response of it has. */
@NullMarked
package dev.errand.api.console.session;

import org.jspecify.annotations.NullMarked;
