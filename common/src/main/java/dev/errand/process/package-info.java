/** The process: how it ends. */
package dev.errand.process;
