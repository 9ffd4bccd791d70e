/** The faults that a model's name can ask for, and errors as the OpenAI API reports them. */
package dev.errand.simulator.fault;
