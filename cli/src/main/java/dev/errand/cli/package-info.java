/** The command {@code errand}: puts its verbs together. */
@NullMarked
package dev.errand.cli;

import org.jspecify.annotations.NullMarked;
