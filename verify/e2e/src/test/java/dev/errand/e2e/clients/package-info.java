/**
 * The clients of OpenAI's API that {@code ./errand test} installs, and the scripts that use them.
 */
package dev.errand.e2e.clients;
