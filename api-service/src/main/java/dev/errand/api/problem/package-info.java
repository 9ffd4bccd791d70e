/** What goes wrong with a request, as its client is told (RFC 9457). */
package dev.errand.api.problem;
