/** The queue of hints for the broker, and the replacement of lost ones. */
package dev.errand.api.hints;
