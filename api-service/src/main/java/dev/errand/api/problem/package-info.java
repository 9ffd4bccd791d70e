/** Problems with requests, as reported to clients (RFC 9457). */
package dev.errand.api.problem;
