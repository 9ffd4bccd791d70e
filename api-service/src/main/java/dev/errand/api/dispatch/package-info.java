/** The dispatcher: makes due jobs runnable, reclaims, expires, heals lost hints, purges. */
@NullMarked
package dev.errand.api.dispatch;

import org.jspecify.annotations.NullMarked;
