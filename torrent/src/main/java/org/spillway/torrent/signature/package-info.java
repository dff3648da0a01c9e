/**
 * Signs torrents with the key of a TLS certificate (BEP 35): it defines what is signed, how the
 * signature stands in a TXT record, and the certificates that go with it. The readers decide
 * whether to trust them.
 */
@NullMarked
package org.spillway.torrent.signature;

import org.jspecify.annotations.NullMarked;
