/** Rejected submissions as problems. */
package dev.errand.api.admit;
