/** The process: how it starts and stops, its clock, and its certificates. */
@NullMarked
package dev.errand.process;

import org.jspecify.annotations.NullMarked;
