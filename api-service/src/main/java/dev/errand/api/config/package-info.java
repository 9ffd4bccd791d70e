/** The API service's configuration. */
package dev.errand.api.config;
