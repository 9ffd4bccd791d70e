/**
 * The port to the broker, and its two adapters. A broker carries hints and nothing else: losing,
 * repeating or reordering them is harmless.
 */
package dev.errand.broker;
