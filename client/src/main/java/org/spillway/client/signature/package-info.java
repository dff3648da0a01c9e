/**
 * Whether a torrent from DNS was signed with the key of the host's TLS certificate, as the same
 * authorities vouch for it that vouch for HTTPS.
 */
@NullMarked
package org.spillway.client.signature;

import org.jspecify.annotations.NullMarked;
