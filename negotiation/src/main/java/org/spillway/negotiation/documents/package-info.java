/**
 * What describes a file: its torrent, Metalink document and magnet link, and the page that
 * downloads it in a browser.
 */
@NullMarked
package org.spillway.negotiation.documents;

import org.jspecify.annotations.NullMarked;
