package org.spillway.tracker.webtorrent;

/**
 * A WebRTC offer that a peer makes to whichever peer the tracker chooses.
 *
 * @param id 20 characters up to U+00FF that the sender knows the answer by
 * @param sdp the session description (RFC 8866) with its ICE candidates; never looked into
 */
public record WebRtcOffer(String id, String sdp) {}
