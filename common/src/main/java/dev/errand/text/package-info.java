/** What text must be to be sent and stored everywhere. */
package dev.errand.text;
