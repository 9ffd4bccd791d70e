/** Jobs over REST: submit, read, list, cancel, retry, delete, and the JSON that clients see. */
package dev.errand.api.jobs;
