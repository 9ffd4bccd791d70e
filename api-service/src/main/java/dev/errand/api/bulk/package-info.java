/** Many jobs in one upload, one per line. */
@NullMarked
package dev.errand.api.bulk;

import org.jspecify.annotations.NullMarked;
