/**
 * Who makes a request, and for whom: every read and every move of a client is made for a caller.
 */
package dev.errand.tenant;
