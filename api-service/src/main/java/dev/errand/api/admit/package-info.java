/** Who may submit what now, and the answers to those who may not. */
package dev.errand.api.admit;
