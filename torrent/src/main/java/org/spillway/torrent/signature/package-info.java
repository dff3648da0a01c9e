/**
 * Torrents that are signed with the key of a TLS certificate (BEP 35): what is signed, how the
 * signature stands in a TXT record, and the certificates that go with it. Whether these are to be
 * trusted is for others to decide.
 */
@NullMarked
package org.spillway.torrent.signature;

import org.jspecify.annotations.NullMarked;
