/**
 * Lanes: which models share a limit, which provider serves them, which pool of workers runs them.
 */
package dev.errand.lane;
