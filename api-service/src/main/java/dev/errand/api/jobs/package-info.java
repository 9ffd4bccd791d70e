/** Jobs over REST: submit, read, list, cancel, retry, delete, and the JSON that clients see. */
@NullMarked
package dev.errand.api.jobs;

import org.jspecify.annotations.NullMarked;
