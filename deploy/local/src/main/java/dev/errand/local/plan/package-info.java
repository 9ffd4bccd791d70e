/** What a run uses and starts, from the command line and the environment; why it cannot start. */
package dev.errand.local.plan;
