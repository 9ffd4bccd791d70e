/** Where RabbitMQ is, how to log in and how it is trusted: the URL, its TLS, connections. */
@NullMarked
package dev.errand.broker.rabbitmq.endpoint;

import org.jspecify.annotations.NullMarked;
