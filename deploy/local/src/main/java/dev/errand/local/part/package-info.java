/** The processes of a run: services and Postgres, their logs, and what a killed run left behind. */
package dev.errand.local.part;
