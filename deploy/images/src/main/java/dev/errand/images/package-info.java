/** Preparation of images: training of the AOT caches, and measurements. */
package dev.errand.images;
