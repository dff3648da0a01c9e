package org.spillway.negotiation;

/**
 * What the choice of a representation depends on, beside the request.
 *
 * @param type the media type of the file itself, in lower case
 * @param byCoding whether the content coding can select its torrent ({@link TorrentCoding})
 */
record FileKind(String type, boolean byCoding) {}
