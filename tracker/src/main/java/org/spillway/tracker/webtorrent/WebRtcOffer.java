package org.spillway.tracker.webtorrent;

/**
 * A WebRTC offer that a peer makes to a peer that the tracker chooses.
 *
 * @param id 20 characters up to U+00FF by which the sender recognises the answer
 * @param sdp the session description (RFC 8866) with its ICE candidates, which is passed on unread
 */
public record WebRtcOffer(String id, String sdp) {}
