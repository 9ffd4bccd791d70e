/** Decides who may submit now, and reports denials. */
package dev.errand.api.admit;
