/** The page of the audit log. */
@NullMarked
package dev.errand.api.console.audit;

import org.jspecify.annotations.NullMarked;
