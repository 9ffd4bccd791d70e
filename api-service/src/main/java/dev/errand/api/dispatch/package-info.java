/** The dispatcher: makes due jobs runnable, reclaims, expires, heals lost hints, purges. */
package dev.errand.api.dispatch;
