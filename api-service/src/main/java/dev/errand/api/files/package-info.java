/** Files in the form of OpenAI's API: received and sent while they flow, never held as a whole. */
@NullMarked
package dev.errand.api.files;

import org.jspecify.annotations.NullMarked;
