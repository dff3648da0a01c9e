/**
 * Finds the addresses and names of this machine, and the URLs and addresses that others are told.
 */
@NullMarked
package org.spillway.webapp.host;

import org.jspecify.annotations.NullMarked;
