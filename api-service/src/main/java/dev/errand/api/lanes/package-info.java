/** Lanes over REST, and their metrics. */
package dev.errand.api.lanes;
