/**
 * The port to the broker. A broker carries hints and nothing else: losing, repeating or reordering
 * them is harmless. Each adapter is a package of its own below this one, with a bean that
 * implements {@link dev.errand.broker.Broker}; this package imports none of them.
 */
@NullMarked
package dev.errand.broker;

import org.jspecify.annotations.NullMarked;
