/** Who makes a request. */
package dev.errand.api.access;
