/** HTTP around the resources: filters in their order, bodies and their limits, compression. */
package dev.errand.api.http;
