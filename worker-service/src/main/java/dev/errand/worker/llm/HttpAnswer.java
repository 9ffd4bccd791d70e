package dev.errand.worker.llm;

import java.util.Optional;

/**
 * An HTTP answer: what Errand reads of it.
 *
 * @param requestId the provider's id of the call; null if it gave none
 * @param retryAfter the header; null if there was none
 * @param date the header: the provider's clock; null if there was none
 * @param body empty where it is larger than the worker takes
 */
record HttpAnswer(
    int status, String requestId, String retryAfter, String date, Optional<byte[]> body) {}
