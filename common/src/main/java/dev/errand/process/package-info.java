/** The process: how it begins and how it ends. */
package dev.errand.process;
