/** Asks the providers for the lists of their models, on the side: no job waits for it. */
@NullMarked
package dev.errand.worker.models;

import org.jspecify.annotations.NullMarked;
