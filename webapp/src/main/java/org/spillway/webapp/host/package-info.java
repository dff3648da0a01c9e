/**
 * Where this machine is found: its addresses and names, and the URLs and addresses that others are
 * told.
 */
@NullMarked
package org.spillway.webapp.host;

import org.jspecify.annotations.NullMarked;
