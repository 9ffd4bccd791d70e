/** A network that can be stopped at an exact message between a service and its servers. */
package dev.errand.rig.wire;
