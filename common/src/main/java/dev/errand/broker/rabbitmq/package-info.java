/** Hints through RabbitMQ: published with confirms, consumed through SmallRye's connector. */
package dev.errand.broker.rabbitmq;
