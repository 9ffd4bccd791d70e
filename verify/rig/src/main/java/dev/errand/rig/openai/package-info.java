/** A client of OpenAI's files and batches, their lines and their results. */
package dev.errand.rig.openai;
