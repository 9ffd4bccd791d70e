/** How many calls may begin: circuit breakers, closed models, keys that are held back. */
package dev.errand.worker.flow;
