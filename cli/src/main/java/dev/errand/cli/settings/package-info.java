/** Where the service is and which key is sent: options, variables, profiles. */
@NullMarked
package dev.errand.cli.settings;

import org.jspecify.annotations.NullMarked;
