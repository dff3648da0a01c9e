/**
 * Sends answers through a servlet container or through Jetty, portion by portion, as the client
 * reads and as far as the limits allow.
 */
@NullMarked
package org.spillway.negotiation.sending;

import org.jspecify.annotations.NullMarked;
