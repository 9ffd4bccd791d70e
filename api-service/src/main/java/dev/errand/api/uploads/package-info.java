/** Files that are uploaded in parts, in the form of OpenAI's API. */
@NullMarked
package dev.errand.api.uploads;

import org.jspecify.annotations.NullMarked;
