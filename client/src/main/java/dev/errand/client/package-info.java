/** A typed client of Errand's REST API: start with {@link dev.errand.client.ErrandClient}. */
package dev.errand.client;
