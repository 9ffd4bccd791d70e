/** What is done to images before they are images: the AOT cache's training, and measurements. */
package dev.errand.images;
