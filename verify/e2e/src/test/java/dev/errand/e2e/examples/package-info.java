/** The examples for users, run as their READMEs say. */
@NullMarked
package dev.errand.e2e.examples;

import org.jspecify.annotations.NullMarked;
