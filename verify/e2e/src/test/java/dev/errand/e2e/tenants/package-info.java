/** Tenants that use an installation at the same time, and look for each other's data. */
package dev.errand.e2e.tenants;
