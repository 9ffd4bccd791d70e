/** The REST interface: resources, what they read and answer, and problems for what went wrong. */
package dev.errand.api.rest;
