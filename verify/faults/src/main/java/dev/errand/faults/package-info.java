/** What breaks, and whether jobs survive it: faults on real processes, and the check after them. */
package dev.errand.faults;
