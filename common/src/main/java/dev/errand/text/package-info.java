/** Text that can be sent and stored everywhere. */
package dev.errand.text;
