/**
 * Tells whether a torrent from DNS was signed with the key of the host's TLS certificate, by the
 * same authorities as for HTTPS.
 */
@NullMarked
package org.spillway.client.signature;

import org.jspecify.annotations.NullMarked;
