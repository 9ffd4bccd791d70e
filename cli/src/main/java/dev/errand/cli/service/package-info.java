/** The service that a command calls, and how it goes on without an answer. */
@NullMarked
package dev.errand.cli.service;

import org.jspecify.annotations.NullMarked;
