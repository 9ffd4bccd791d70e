/** Pages in a real browser: Chromium without a window, driven by Selenium. */
@NullMarked
package dev.errand.e2e.browser;

import org.jspecify.annotations.NullMarked;
