/** How many calls may begin: circuit breakers, closed models, held keys. */
@NullMarked
package dev.errand.worker.flow;

import org.jspecify.annotations.NullMarked;
