/**
 * Random requests for every operation that an OpenAPI document describes, and what must hold of the
 * answers. Knows nothing of Errand but what its document says, with two exceptions, each noted
 * where it stands: waits are kept short, and what is accepted has an {@code id}.
 */
package dev.errand.e2e.fuzz;
