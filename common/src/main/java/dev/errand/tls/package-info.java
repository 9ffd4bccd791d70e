/** Certificates and whom to trust: Quarkus' registry of TLS configurations, asked by name. */
package dev.errand.tls;
