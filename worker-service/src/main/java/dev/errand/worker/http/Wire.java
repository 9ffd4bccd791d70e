package dev.errand.worker.http;

import java.time.Duration;

/**
 * How a provider's connections are used.
 *
 * @param headLimit maximum bytes of a status line, and of an answer's headers together
 * @param rest how long a connection must be silent after an answer before it serves another call
 */
record Wire(int headLimit, Duration rest, Reuse reuse) {}
