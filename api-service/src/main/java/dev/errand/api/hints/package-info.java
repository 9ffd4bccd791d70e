/** Hints on their way to the broker, and the repair of those that were lost. */
package dev.errand.api.hints;
