/** The dispatcher: queues due jobs, reclaims, expires, replaces lost hints, purges. */
@NullMarked
package dev.errand.api.dispatch;

import org.jspecify.annotations.NullMarked;
