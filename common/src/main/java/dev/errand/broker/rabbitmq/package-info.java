/** Hints through RabbitMQ: published with confirms, consumed through SmallRye's connector. */
@NullMarked
package dev.errand.broker.rabbitmq;

import org.jspecify.annotations.NullMarked;
