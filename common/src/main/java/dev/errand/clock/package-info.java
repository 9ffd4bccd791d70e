/** The clock that everything else is given. */
package dev.errand.clock;
