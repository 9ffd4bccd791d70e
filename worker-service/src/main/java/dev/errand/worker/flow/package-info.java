/** How many calls may begin: circuit breakers, closed models, held keys. */
package dev.errand.worker.flow;
